import Foundation

/// Certificates of a little authority of the tests' own, made by the `openssl` command.
public struct TestCertificates: Sendable {
  public let folder: URL

  public static var isAvailable: Bool {
    Judge.isCI || (Judge.program("openssl") != nil && Judge.python != nil)
  }

  /// The authority's own certificate.
  public var authority: String { path("ca.pem") }

  public func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Made once for all tests: `good` is for 127.0.0.1 and localhost, `elsewhere` for another name,
  /// `expired` is a day too old, `self` is signed by nobody else.
  public static let shared = Result { try TestCertificates() }

  private init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent(
        "exportdeck-certificates-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let result = try ProcessRunner.run("/bin/sh", ["-euc", Self.script, folder.path])
    guard result.status == 0 else {
      throw NeverHappened(description: "no certificates: \(result.errors)")
    }
  }

  private static let script = """
    cd "$0"
    key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    openssl req -x509 $key -keyout ca.key -out ca.pem -subj "/CN=Authority of the tests" -days 3 \\
      -addext keyUsage=critical,keyCertSign
    openssl req -x509 $key -keyout self.key -out self.pem -subj "/CN=127.0.0.1" -days 3 \\
      -addext subjectAltName=IP:127.0.0.1
    leaf() {
      openssl req $key -keyout $1.key -out $1.csr -subj "/CN=$1"
      printf 'subjectAltName=%s\\n' "$2" >$1.ext
      openssl x509 -req -in $1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out $1.pem -days $3 \\
        -extfile $1.ext
    }
    leaf good DNS:localhost,IP:127.0.0.1 2
    leaf elsewhere DNS:elsewhere.example 2
    leaf expired DNS:localhost,IP:127.0.0.1 -1
    """
}

/// A TLS server in Python, which answers every request with `secure`.
public final class TLSPeer {
  private let process: ProcessRunner.Child
  private let folder: URL
  public let port: Int

  public var url: String { "https://127.0.0.1:\(port)/" }

  /// - Parameters:
  ///   - certificate: One of `TestCertificates`, without its extension.
  ///   - newest: The newest version it speaks, as Python names them: `TLSv1_1`.
  public init(certificate: String = "good", newest: String? = nil) async throws {
    let certificates = try TestCertificates.shared.get()
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (said, complaints) = (folder.appendingPathComponent("port"), folder.path + "/errors")
    process = try ProcessRunner.start(
      Judge.python ?? "/usr/bin/python3",
      [
        "-c", Self.script, certificates.path("\(certificate).pem"),
        certificates.path("\(certificate).key"), newest ?? "",
      ], output: said.path, errors: complaints)
    try await eventually("the TLS server's port", limit: .seconds(300)) {
      Self.number(in: said) != nil
    }
    port = Self.number(in: said) ?? 0
  }

  private static func number(in file: URL) -> Int? {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.hasSuffix("\n") ? Int(text.dropLast()) : nil
  }

  deinit {
    process.kill()
    try? FileManager.default.removeItem(at: folder)
  }

  private static let script = """
    import http.server, ssl, sys
    certificate, key, newest = sys.argv[1:4]
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.send_header("X-TLS", self.connection.version())
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"secure")
        do_GET = do_POST
        def log_message(self, *arguments):
            pass
    class Server(http.server.ThreadingHTTPServer):
        def finish_request(self, request, address):
            # The handshake belongs to the connection's thread: a client that never ends it may wait.
            with context.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, address)
        def handle_error(self, request, address):
            pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if newest:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion[newest]
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(certificate, key)
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
    """
}
