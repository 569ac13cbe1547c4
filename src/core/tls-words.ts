/** A handshake that failed, or a reply that is not TLS: OpenSSL's messages, and the codes made of them. */
export const TLS_FAULT = /SSL routines:|\bERR_SSL_|\bEPROTO\b/

/**
 * A certificate that is not trusted: messages of OpenSSL 1.1 and 3, and messages and codes of Node.js.
 * Check {@link TLS_FAULT} first: alerts of the other side name certificates too.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export const UNTRUSTED_CERTIFICATE =
  /(?:^|[^\w.-])certificate(?![\w-])|self[-_ ]signed|altname|unable[ _]to[ _]verify|issuer public key|\bCRL\b|\bCA signature\b|path length constraint|hostname[ _]mismatch|\b(?:UNABLE_TO|CERT|CRL|ERROR_IN_CERT|ERROR_IN_CRL)_[A-Z]|\bINVALID_(?:CA|PURPOSE)\b|PATH_LENGTH_EXCEEDED|^UNSPECIFIED$/i
