/** Strings longer than this are encoded by Node's own code, shorter ones faster by a loop here. */
const shortText = 32;

/** Bytes to which rows are added at the end. */
export class GrowingBytes {
  bytes: Buffer<ArrayBuffer>;
  /** How many bytes are in it; the next one goes here. */
  length = 0;
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(
      Math.max(this.#capacity, this.bytes.length * 2, this.length + more),
    );
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Adds `text` in UTF-8 and makes room for it. */
  addText(text: string): void {
    const count = text.length;
    this.reserve(count * 3);
    if (count > shortText) {
      this.length += this.bytes.write(text, this.length, 'utf8');
      return;
    }
    const { bytes, length } = this;
    for (let at = 0; at < count; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) {
        this.length += bytes.write(text, length, 'utf8');
        return;
      }
      bytes[length + at] = code;
    }
    this.length = length + count;
  }

  /** Adds one byte, for which there must be room. */
  addByte(byte: number): void {
    this.bytes[this.length++] = byte;
  }

  /** Adds a whole number in decimal digits, for which there must be room: up to 17 bytes of them. */
  addDigits(value: number): void {
    if (value < 0 || value >= 2 ** 31) {
      this.addText(String(value));
      return;
    }
    let digits = 1;
    for (let least = 10; least <= value; least *= 10) digits++;
    let left = value;
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      const tenth = (left / 10) | 0;
      this.bytes[at] = 48 + left - tenth * 10;
      left = tenth;
    }
    this.length += digits;
  }

  /** What is in it. It is empty afterwards and takes other memory for what comes. */
  take(): Buffer<ArrayBuffer> {
    const taken = this.bytes.subarray(0, this.length);
    this.use(nothing);
    return taken;
  }

  /** Takes `memory` for what comes next, in place of its own. */
  use(memory: Buffer<ArrayBuffer>): void {
    this.bytes = memory;
    this.length = 0;
  }
}

const nothing = Buffer.allocUnsafeSlow(0);
