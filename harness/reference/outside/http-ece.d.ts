/** The part of `http_ece` that is used here; it comes without types. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  /** Plaintext of an encrypted body; throws where it was not made for this key, or was changed. */
  export function decrypt(
    body: Buffer,
    parameters: { version: 'aes128gcm'; privateKey: ECDH; authSecret: string },
  ): Buffer;
}
