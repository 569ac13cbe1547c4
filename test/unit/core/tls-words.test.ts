import { TLS_FAULT, UNTRUSTED_CERTIFICATE } from '../../../src/core/tls-words'
import { toError } from '../../../src/sdk/to-error'

/** What wx-server-sdk 0.4.3, 2.6.3 and 4.0.2 say on Node.js 16 to 26 of a server that is not right. */
const SAID: [kind: string, words: string[]][] = [
  [
    'environment',
    [
      'self signed certificate',
      'self-signed certificate',
      'unable to verify the first certificate',
      'unable to verify leaf signature',
      'unable to get local issuer certificate',
      'certificate has expired',
      'certificate is not yet valid',
      "Hostname/IP does not match certificate's altnames: IP: 127.0.0.1 is not in the cert's list: ",
      "Hostname/IP does not match certificate's altnames: Host: localhost. is not in the cert's altnames: DNS:sign.example",
      'unsupported certificate purpose',
      'unsuitable certificate purpose',
      'EE certificate key too weak',
    ],
  ],
  [
    'network',
    [
      'Client network socket disconnected before secure TLS connection was established',
      'read ECONNRESET',
      'socket hang up',
      'aborted',
      'write EPROTO 140042:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/openssl/ssl/record/ssl3_record.c:332:\n',
      'write EPROTO C0BC22:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl/openssl/ssl/record/methods/tlsany_meth.c:84:\n',
      'C0BC22:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:916:SSL alert number 116\n',
      'C0BC22:error:0A000119:SSL routines:tls_get_more_records:decryption failed or bad record mac:../deps/openssl/openssl/ssl/record/methods/tls_common.c:869:\n',
      'Parse Error: Expected HTTP/',
      'Parse Error: Missing expected LF after header value',
      'tunneling socket could not be established, statusCode=407',
    ],
  ],
]

/** Further words of OpenSSL in the programs of Node.js 16 and 26, and the codes of Node.js. */
const KNOWN: [kind: string, words: string[]][] = [
  [
    'environment',
    [
      'unable to get issuer certificate',
      'unable to decode issuer public key',
      "unable to decrypt certificate's signature",
      'certificate signature failure',
      'certificate revoked',
      'certificate not trusted',
      'certificate chain too long',
      'invalid CA certificate',
      'CA signature digest algorithm too weak',
      'CRL has expired',
      'path length constraint exceeded',
      'Hostname mismatch',
      'CERT_HAS_EXPIRED',
      'CRL_NOT_YET_VALID',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'ERROR_IN_CERT_NOT_AFTER_FIELD',
      'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
      'INVALID_CA',
      'INVALID_PURPOSE',
      'PATH_LENGTH_EXCEEDED',
      'HOSTNAME_MISMATCH',
    ],
  ],
  [
    'network',
    [
      'write EPROTO',
      'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
      'SSL routines:tls_process_key_exchange:bad signature',
    ],
  ],
  // Certificates in other words.
  ['system', ['502 from certificate-1a2b3c', '502 from a.certificate', 'concert_a failed']],
]

const CERTIFICATE = /证书.*NODE_EXTRA_CA_CERTS.* certificate.*NODE_EXTRA_CA_CERTS/

describe.each([
  ['2.6 and later', (words: string) => `:fail -501001 resource system error. ${words}`],
  ['0.4.3', (words: string) => `:fail ${words}; at openapi.operation.getGrayReleasePlan api; `],
])('in the words of SDK %s', (_lines, say) => {
  it.each([...SAID, ...KNOWN])('%s', (kind, said) => {
    for (const words of said) {
      const errMsg = `openapi.operation.getGrayReleasePlan${say(words)}`
      const { hint, ...error } = toError({ errCode: -501001, errMsg }, 1)
      const found = [words, error.kind, error.retryable, CERTIFICATE.test(`${hint.zh} ${hint.en}`)]
      expect(found).toEqual([words, kind, kind !== 'environment', kind === 'environment'])
    }
  })
})

it.each([...SAID, ...KNOWN])('%s, by the words alone', (kind, said) => {
  for (const words of said) {
    const untrusted = !TLS_FAULT.test(words) && UNTRUSTED_CERTIFICATE.test(words)
    expect([words, untrusted]).toEqual([words, kind === 'environment'])
  }
})
