// What the codes of rejected and ignored artefacts mean, and what to do about them.

const ASK = 'ask whoever sent the file to send it again';
const CUT = `it is something else, or was damaged or cut off on its way: ${ASK}`;
const TRUST = 'its signer is nobody whom you trust: compare the digits of their card, and type them above';
const CLOCK = 'it proves no time to you: add the certificate of its authority under “More”, if you trust it';

const REASONS = {
  'malformed': CUT,
  'too-large': 'it has more in it than anything that can be read',
  'too-deep': 'it is nested deeper than anything that can be read',
  'type-not-allowed': CUT,
  'not-deterministic': CUT,
  'artefact-unknown': 'it is not a statement, an envelope, a disclosure or a stamp',
  'armor-malformed': 'this text has no whole block from -----BEGIN SWAPPROTO----- to -----END SWAPPROTO-----: ' +
    `it is something else, or was cut or altered on its way; ${ASK}`,
  'statement-malformed': CUT,
  'envelope-malformed': CUT,
  'disclosure-malformed': CUT,
  'stamp-malformed': CUT,
  'alg-unknown': 'it is signed in a way that this version does not know',
  'kind-unknown': 'it is of a kind that this version does not know',
  'key-weak': 'the key in it is not a sound one',
  'signature-invalid': `the signature does not verify: the statement was altered, or another key signed it; ${ASK}`,
  'body-invalid': 'its signer signed something that no statement says',
  'kid-mismatch': 'it names another key than the one that signed it',
  'claims-mismatch': 'what it says of itself does not fit what it is about',
  'envelope-unclaimed': 'no commitment of anyone whom you trust names this sealed list: it was altered, or its ' +
    'commitment is not here',
  'entry-invalid': 'an entry in it is not in the form that its list has',
  'proof-invalid': 'the entries are not in the list that was committed to: they were altered, or are of another list',
  'signer-unknown': 'the card of its signer is not among these files: add it',
  'signer-not-pinned': TRUST,
  'commitment-missing': 'the commitment that it is of is not here, or not by a party that you trust: add it',
  'target-missing': 'what it is of is not here, or not by a party that you trust',
  'token-untrusted': CLOCK,
  'token-expired': 'the certificate of its authority was not valid at its time',
  'token-revoked': 'the certificate of its authority was revoked',
  'token-imprint': 'the time stamp is of other bytes than these',
  'token-altered': 'the time stamp was altered, or is a forgery; do not rely on it',
  'token-signer-missing': CLOCK,
};

const OF_STAMPS = 'the time stamp is not in a form that is read here';

const OF_OTHERS = 'it does not pass this check';

export const reasonOf = (code) => REASONS[code] ?? (code.startsWith('token-') ? OF_STAMPS : OF_OTHERS);
