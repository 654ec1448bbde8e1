import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension TransportOptions {
  /// The certificates of the user's bundle; nil for the system's.
  ///
  /// Read again until it succeeds, so that fixing the file needs no restart.
  /// - Throws: `AWSError.configuration` naming the file and who named it.
  func trustRoots() throws(AWSError) -> [NIOSSLCertificate]? {
    guard let path = certificateBundle else { return nil }
    let contents: [UInt8]?
    do {
      contents = try SystemFiles().contents(of: path)
    } catch {
      throw unusableBundle(path, "can't be read: \(error.reason)")
    }
    guard let contents else { throw unusableBundle(path, "there is no such file") }
    if contents.allSatisfy({ $0 <= 0x20 }) { throw unusableBundle(path, "the file is empty") }
    do {
      let certificates = try NIOSSLCertificate.fromPEMBytes(contents)
      if !certificates.isEmpty { return certificates }
    } catch {}  // BoringSSL's words for it (NO_START_LINE) help nobody.
    throw unusableBundle(path, "holds no PEM certificates (-----BEGIN CERTIFICATE-----)")
  }

  private func unusableBundle(_ path: String, _ message: String) -> AWSError {
    .configuration(
      place: certificateBundlePlace ?? "the certificate bundle", message: "\(path): \(message)")
  }
}
