/**
 * How a secret text could stand in a file: as it is or encoded, whole or the random bytes that it stands for, alone or
 * in the middle of something longer.
 */
export function writings(text) {
  const bytes = Buffer.from(text);
  const random = randomPart(text);
  return [
    { form: 'UTF-16', written: Buffer.from(text, 'utf16le') },
    ...encodings(bytes, 'text'),
    ...(random ? encodings(random, 'its random bytes') : []),
  ];
}

/** The 32 random bytes before the tag of a token or a code: what comes before them also names the grant. */
function randomPart(text) {
  if (!text.startsWith('jean_oauth_')) return undefined;
  const decoded = Buffer.from(text.slice('jean_oauth_'.length), 'base64url');
  return decoded.subarray(-48, -16);
}

function encodings(bytes, what) {
  return [
    { form: what, written: bytes },
    { form: `${what} in hex`, written: Buffer.from(bytes.toString('hex')) },
    { form: `${what} in capital hex`, written: Buffer.from(bytes.toString('hex').toUpperCase()) },
    ...['base64', 'base64url'].flatMap((encoding) =>
      [0, 1, 2].map((before) => ({ form: `${what} in ${encoding}`, written: encodedAfter(before, bytes, encoding) })),
    ),
  ];
}

/** What is certain of the encoding of `bytes` when so many other bytes come before them, and any after them. */
function encodedAfter(before, bytes, encoding) {
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString(encoding).replace(/=+$/, '');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return Buffer.from(encoded.slice(Math.ceil((before * 8) / 6), whole));
}
