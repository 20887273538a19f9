import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { type Dispatcher, request } from 'undici';
import type { StorageConfig } from '../outside-config.ts';

/** What every S3 client assumes where it is told nothing. */
const region = 'us-east-1';
/** As long as a disk that others use may take to write a file. */
const answerWithinMs = 60_000;

/** What a file must arrive as. */
export interface Arrival {
  bytes: number;
  /** Base64. */
  md5: string;
}

/** Puts a file; the storage refuses it where it does not arrive as it should. Rejects where it is refused or nobody answers. */
export async function putObject(
  storage: StorageConfig,
  key: string,
  path: string,
  { bytes, md5 }: Arrival,
  contentType: string,
): Promise<void> {
  const headers = {
    'content-length': String(bytes),
    'content-md5': md5,
    'content-type': contentType,
  };
  const { statusCode, body } = await ask(storage, 'PUT', key, headers, createReadStream(path));
  await body.dump();
  if (statusCode !== 200) throw new Error(`the object storage answered ${statusCode} to an upload`);
}

/** The object's stream and length; null where there is none. Rejects where nobody answers, or with another status. */
export async function getObject(
  storage: StorageConfig,
  key: string,
): Promise<{ stream: Readable; bytes: number } | null> {
  const { statusCode, headers, body } = await ask(storage, 'GET', key);
  if (statusCode === 200) return { stream: body, bytes: Number(headers['content-length']) };
  await body.dump();
  if (statusCode === 404) return null;
  throw new Error(`the object storage answered ${statusCode} to a download`);
}

/** Removes the object; one that is not there is none to remove. */
export async function deleteObject(storage: StorageConfig, key: string): Promise<void> {
  const { statusCode, body } = await ask(storage, 'DELETE', key);
  await body.dump();
  if (statusCode !== 204 && statusCode !== 200 && statusCode !== 404)
    throw new Error(`the object storage answered ${statusCode} to a removal`);
}

async function ask(
  { url, bucket, accessKey, secretKey }: StorageConfig,
  method: 'GET' | 'PUT' | 'DELETE',
  key: string,
  headers: Record<string, string> = {},
  body: Readable | null = null,
): Promise<Dispatcher.ResponseData> {
  const signer = new AwsV4Signer({
    method,
    url: `${url}/${bucket}/${key}`,
    headers,
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
  });
  const signed = await signer.sign();
  const timeouts = { headersTimeout: answerWithinMs, bodyTimeout: answerWithinMs };
  return request(signed.url, { method, headers: [...signed.headers].flat(), body, ...timeouts });
}
