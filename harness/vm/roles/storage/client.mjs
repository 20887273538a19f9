import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';

// The part of S3 that the VMs use, with signatures of version 4. Only Node: the VMs have no package manager.

/** As S3 counts: no part but the last may be smaller than 5 MB, and there may be 10,000, so 160 GB in all. */
const PART_BYTES = 16 * 1024 * 1024;

/** As long as a disk that others use may take to write a part. */
const ANSWER_TIMEOUT_MS = 120_000;

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const encoded = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The storage that the VM's environment names: STORAGE_HOST, STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY. */
export function storageOf({ STORAGE_HOST, STORAGE_ACCESS_KEY, STORAGE_SECRET_KEY }) {
  return {
    host: STORAGE_HOST,
    port: 9000,
    region: 'us-east-1',
    accessKey: STORAGE_ACCESS_KEY,
    secretKey: STORAGE_SECRET_KEY,
  };
}

function signed(storage, { method, path, query, headers, body }) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const all = {
    ...headers,
    host: `${storage.host}:${storage.port}`,
    'x-amz-date': time,
    'x-amz-content-sha256': sha256(body),
  };
  const names = Object.keys(all).sort();
  const scope = `${time.slice(0, 8)}/${storage.region}/s3/aws4_request`;
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${all[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ];
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical.join('\n'))].join('\n');
  const key = scope.split('/').reduce(hmac, `AWS4${storage.secretKey}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${storage.accessKey}/${scope}`;
  all.authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return all;
}

/**
 * One request; `key` is '<bucket>/<key>', '<bucket>' or ''. Resolves with the answer, whose body is still to be read, for a
 * status below 300; rejects with the status and S3's own words for any other, and where nothing answers.
 */
export function ask(storage, method, key, { query = {}, headers = {}, body = Buffer.alloc(0) } = {}) {
  const path = `/${key.split('/').map(encoded).join('/')}`;
  const parameters = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  const queryText = parameters.map(([name, value]) => `${encoded(name)}=${encoded(String(value))}`).join('&');
  const sent = signed(storage, { method, path, query: queryText, headers, body });
  return new Promise((resolve, reject) => {
    const options = {
      host: storage.host,
      port: storage.port,
      method,
      path: queryText ? `${path}?${queryText}` : path,
    };
    const request = httpRequest(
      { ...options, headers: { ...sent, 'content-length': body.length } },
      async (response) => {
        if (response.statusCode < 300) return resolve(response);
        const words = /<Code>(.*?)<\/Code>/.exec(await textOf(response).catch(() => ''))?.[1] ?? '';
        const error = new Error(`${method} ${path}: ${response.statusCode} ${words}`.trim());
        reject(Object.assign(error, { status: response.statusCode }));
      },
    );
    request.setTimeout(ANSWER_TIMEOUT_MS, () => request.destroy(new Error(`${method} ${path}: no answer`)));
    request.on('error', reject).end(body);
  });
}

/** The body of an answer as text. Rejects where it breaks off. */
export async function textOf(response) {
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += part;
  return text;
}

/** Puts one object, and holds the storage's checksum against what was sent. Returns its ETag. */
export async function put(storage, key, body, { query, headers } = {}) {
  const response = await ask(storage, 'PUT', key, { query, headers, body });
  await textOf(response);
  const etag = response.headers.etag?.replaceAll('"', '');
  if (etag !== createHash('md5').update(body).digest('hex'))
    throw new Error(`${key}: arrived with another checksum`);
  return etag;
}

/** The stream in parts of so many bytes, the last one shorter. */
async function* partsOf(stream, partBytes) {
  let held = [];
  let length = 0;
  for await (const chunk of stream) {
    held.push(chunk);
    length += chunk.length;
    if (length < partBytes) continue;
    const all = Buffer.concat(held, length);
    for (; length >= partBytes; length -= partBytes)
      yield all.subarray(all.length - length).subarray(0, partBytes);
    held = [all.subarray(all.length - length)];
  }
  if (length > 0) yield Buffer.concat(held, length);
}

/**
 * Puts a stream of unknown length, in parts, so that neither its length need be known nor room be there for a copy of it.
 * The object comes about only once `isWhole` has resolved: where it rejects, or anything else fails, nothing is left behind
 * and the promise rejects. Resolves with the bytes that were sent.
 */
export async function upload(storage, key, stream, isWhole, partBytes = PART_BYTES) {
  const begun = await textOf(await ask(storage, 'POST', key, { query: { uploads: '' } }));
  const uploadId = /<UploadId>(.*?)<\/UploadId>/.exec(begun)?.[1];
  if (uploadId === undefined) throw new Error(`${key}: the storage begins no upload`);
  let bytes = 0;
  try {
    const etags = [];
    for await (const body of partsOf(stream, partBytes)) {
      etags.push(await put(storage, key, body, { query: { uploadId, partNumber: etags.length + 1 } }));
      bytes += body.length;
    }
    await isWhole();
    const parts = etags.map(
      (etag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>"${etag}"</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    // what goes wrong while it joins the parts comes after the status
    const joined = await textOf(await ask(storage, 'POST', key, { query: { uploadId }, body }));
    if (!joined.includes('<CompleteMultipartUploadResult'))
      throw new Error(`${key}: parts were not joined: ${joined}`);
  } catch (error) {
    await ask(storage, 'DELETE', key, { query: { uploadId } })
      .then(textOf)
      .catch(() => {});
    throw error;
  }
  return bytes;
}
