// Which keys are known, what they open, and complaints that are run again: 12.1, step 6, and 17.5.
import { attemptAsync, equal, hex, unhex } from './bytes.mjs';
import { encode } from './cbor.mjs';
import { isCommittedKey, openWith, sealExtra } from './envelope.mjs';
import { encryptionKeys, unwrap, wrapInfo } from './keys.mjs';

// Whether a receipt acknowledges its commitment, which is returned, or null.
export function acknowledged(transcript, receipt) {
  const commitment = transcript.commitmentOf(receipt);
  const { body, signer, misplaced } = receipt;
  const fits = commitment && !misplaced && commitment.signer !== signer &&
    equal(commitment.body.envelope, body.envelope) && (body.stage !== 'unopenable' || sourceOf(transcript, receipt));
  return fits ? commitment : null;
}

// The source of a complaint, if it is present: its commitment, or a reveal of that.
export function sourceOf(transcript, complaint) {
  const source = transcript.get(complaint.body.source);
  const about = { commitment: source?.id, reveal: !source?.misplaced && source?.body.commitment }[source?.kind];
  return about && equal(about, complaint.body.commitment) ? source : null;
}

// Whether a wrap under an accept is void: 17.2.
export function isVoid(accept, maker, commitment) {
  const exchange = commitment.body.exchange;
  return !equal(accept.body.for, maker.kid) || !exchange || !equal(accept.body.exchange, exchange);
}

export class Knowledge {
  constructor(transcript) {
    this.transcript = transcript;
    this.keys = new Map(); // by commitment: cek, whether it is public, what gives it in public, and what it opened to
    this.wrongKeys = []; // public reveals of a key that is not the committed one
    this.failedWraps = []; // sources of openings
    this.complaints = new Map(); // by receipt: the verdict of 17.5
  }

  of = (commitment) => this.keys.get(commitment.name) ?? null;
  isOpened = (commitment) => Boolean(this.of(commitment)?.content);
  isPublic = (commitment) => Boolean(this.of(commitment)?.public);
  failure = (commitment) => this.of(commitment)?.code ?? null; // of 8.4, step 4 or later

  // Take in a key for a commitment: false where it is not the committed one.
  learn(commitment, cek, giver) {
    if (!isCommittedKey(commitment, cek)) return false;
    const known = this.of(commitment) ?? { cek, public: false, givers: [], content: null, code: null };
    const givers = giver ? [...known.givers, giver.name] : known.givers;
    this.keys.set(commitment.name, Object.assign(known, { givers, public: givers.length > 0 }));
    return true;
  }

  learnFromReveals() {
    for (const reveal of this.transcript.all('reveal')) {
      const commitment = this.transcript.commitmentOf(reveal);
      const cek = reveal.body.cek;
      if (!commitment || !cek) continue;
      const isRight = reveal.misplaced ? isCommittedKey(commitment, cek) : this.learn(commitment, cek, reveal);
      if (!isRight) this.wrongKeys.push(reveal);
    }
  }

  // Openings of commitments and reveals; those of complaints are seeds, and are returned by receipt.
  learnFromOpenings(openings) {
    const seeds = new Map();
    for (const [name, opened] of openings) {
      const source = this.transcript.statements.get(name);
      if (!source || source.misplaced) continue;
      const { kind } = source;
      const commitment = kind === 'commitment' ? source
        : kind === 'reveal' && source.body.wrap ? this.transcript.commitmentOf(source)
          : kind === 'receipt' && source.body.wrap ? acknowledged(this.transcript, source) : null;
      if (!commitment) continue;
      if (opened === null) this.failedWraps.push(source);
      else if (kind === 'receipt') seeds.set(name, unhex(opened));
      else if (!this.learn(commitment, unhex(opened), null)) this.failedWraps.push(source);
    }
    return seeds;
  }

  // 17.5, steps 1 to 3, of every complaint.
  async runComplaints(seeds) {
    for (const complaint of this.transcript.sound('receipt')) {
      const commitment = acknowledged(this.transcript, complaint);
      const { stage, seed } = complaint.body;
      if (!commitment || stage !== 'unopenable') continue;
      const verdict = await this.runComplaint(complaint, commitment, seed ?? seeds.get(complaint.name));
      this.complaints.set(complaint.name, { complaint, commitment, published: Boolean(seed), ...verdict });
    }
  }

  async runComplaint(complaint, commitment, seed) {
    const { transcript } = this;
    const accept = transcript.get(complaint.body.key, 'accept');
    if (!accept || accept.signer !== complaint.signer || !seed) return { code: null };
    const source = sourceOf(transcript, complaint);
    const keys = encryptionKeys(seed);
    const of = { accept, source };
    if (!equal(keys.encrypt, accept.body.encrypt)) return { code: 'false-complaint', step: 1, ...of };
    if (isVoid(accept, source, commitment)) return { code: 'false-complaint', step: 2, ...of };
    const envelope = transcript.envelopeOf(commitment);
    if (source === commitment && !envelope) return { code: null };
    const wrap = source === commitment ? envelope.wraps.find(([key]) => equal(key, accept.id))?.[1]
      : source.body.wrap && equal(source.body.wrap[0], accept.id) ? source.body.wrap[1] : null;
    if (!wrap) return { code: 'false-complaint', step: 2, noWrap: true, ...of };
    const extra = source === commitment ? await sealExtra(commitment, envelope, accept.id)
      : encode(['reveal', commitment.id, source.kid, accept.id]);
    const { value: cek, code: why } = await attemptAsync(() => unwrap(keys, wrap, wrapInfo(accept.id, extra)));
    if (why) return { code: 'bad-wrap', why, ...of };
    const fits = this.learn(commitment, cek, complaint.body.seed ? complaint : null);
    return fits ? { code: null, step: 4, ...of } : { code: 'bad-wrap', why: 'key-mismatch', ...of };
  }

  // Open every envelope for which a key is known, and decide step 4 of the complaints.
  async openAll(pause) {
    for (const commitment of this.transcript.all('commitment')) {
      const known = this.of(commitment);
      const envelope = this.transcript.envelopeOf(commitment);
      if (!known || !envelope) continue;
      const { value: content, code } = await attemptAsync(() => openWith(commitment, envelope, known.cek, pause));
      Object.assign(known, { content, code });
    }
    for (const verdict of [...this.complaints.values()].filter(({ step, code }) => step === 4 && !code)) {
      const { commitment } = verdict;
      verdict.code = this.isOpened(commitment) ? 'false-complaint' : this.failure(commitment) ? 'wrong-content' : null;
    }
  }

  async learnAll(openings, pause) {
    this.learnFromReveals();
    await this.runComplaints(this.learnFromOpenings(openings));
    await this.openAll(pause);
    return this;
  }
}

export const listOf = (commitment) => commitment.signer + hex(commitment.body.list);
