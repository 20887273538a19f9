import { readFileSync } from 'node:fs';
import { startOutside } from './outside.ts';

/** The world outside a level, on PORT and ADMIN_PORT; PAYPAL_FOLDER holds PayPal's certificate and key. */
async function main(): Promise<void> {
  process.title = 'outside';
  const {
    HOST = '0.0.0.0',
    PORT = '8090',
    ADMIN_PORT = '8091',
    VM_NAME = 'outside',
    PAYPAL_FOLDER,
  } = process.env;
  const file = (name: string) => readFileSync(`${PAYPAL_FOLDER}/${name}`, 'utf8');
  await startOutside({
    host: HOST,
    port: Number(PORT),
    adminPort: Number(ADMIN_PORT),
    name: VM_NAME,
    paypal: PAYPAL_FOLDER ? { certificate: file('certificate.pem'), key: file('key.pem') } : null,
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`outside: ${(error as Error).message}\n`);
  process.exit(1);
});
