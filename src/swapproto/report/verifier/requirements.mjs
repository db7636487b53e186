// Whether a requirement is met: 12.1.

import { hex } from './bytes.mjs';
import { isSameList, newestOf } from './lists.mjs';

const ABOUT_TERMS = ['proposed', 'agreed', 'accepted'];

export const isMet = (requirement, world) =>
  (ABOUT_TERMS.includes(requirement.code) ? isMetByTerms(requirement, world) : isMetByLists(requirement, world));

function isMetByLists({ code, by, role, list }, { transcript, claims, firm }) {
  const isMeant = ({ signer, body }) => (by === null || by === signer) && (role === null || role === body.role) &&
    (list === null || list === hex(body.list));
  const meant = [...newestOf(transcript.all('commitment')).values()].filter((newest) => newest.some(isMeant));
  if (!meant.length) return false;
  const isOfTime = code === 'existed-by' || code.endsWith('-in-time');
  const holds = (claim) => claim.class === 'fact' && claim.code === code && claim.value.direct !== false;
  const subjects = new Set((isOfTime ? firm : claims).claims.filter(holds).map(({ subject }) => subject));
  const isTrueOf = (commitment) => {
    if (subjects.has(commitment.name)) return true;
    const about = ['reveal', 'receipt', 'review'].flatMap((kind) => transcript.sound(kind))
      .filter((one) => transcript.commitmentOf(one) === commitment);
    const shown = [...transcript.disclosures.values()].filter((one) => one.commitment === commitment);
    return [...about, ...shown].some(({ name }) => subjects.has(name));
  };
  return meant.every((newest) => newest.every((one) => newest.some((twin) => isSameList(one, twin) && isTrueOf(twin))));
}

function isMetByTerms({ code, by, role, list }, { exchanges }) {
  const present = [...exchanges.values()].filter(({ terms }) => terms);
  const standing = present.filter((exchange) => !exchange.isReplaced());
  const meant = standing.length ? standing : present;
  if (!meant.length || role !== null || list !== null) return false;
  return meant.every((exchange) => {
    if (code === 'accepted') return exchange.accepted.some(({ signer }) => by === null || signer === by);
    return (by === null || exchange.parties.includes(by)) && (code === 'proposed' || exchange.isAgreed);
  });
}
