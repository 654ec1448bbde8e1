import AWSCore
import Foundation
import Support
import Testing

/// TLS against real peers with certificates of the tests' own authority.
@Suite(.enabled(if: TestCertificates.isAvailable), .timeLimit(.minutes(15))) struct TLSTests {
  private func trusting() throws -> TransportOptions {
    TransportOptions(certificateBundle: try TestCertificates.shared.get().authority)
  }

  @Test func `the certificates of the bundle are trusted`() async throws {
    let peer = try await TLSPeer()
    let response = try await outcome(of: peer.url, try trusting()).get()
    #expect(response.body == Array("secure".utf8))
    #expect(["TLSv1.2", "TLSv1.3"].contains(response.header("X-TLS")))
    let byName = "https://localhost:\(peer.port)/"
    #expect(try await outcome(of: byName, try trusting()).get().status == 200)
  }

  @Test func `TLS 1 2 is enough`() async throws {
    let peer = try await TLSPeer(newest: "TLSv1_2")
    #expect(try await outcome(of: peer.url, try trusting()).get().header("X-TLS") == "TLSv1.2")
  }

  @Test func `an older TLS is refused`() async throws {
    let peer = try await TLSPeer(newest: "TLSv1_1")
    let judge = try await ProcessRunner.runBeside(
      try #require(Judge.python),
      [
        "-c",
        """
        import socket, ssl, sys
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as plain:
            print(context.wrap_socket(plain).version())
        """, "\(peer.port)",
      ])
    // Where Python itself can't, there is no such server to refuse.
    guard judge.output == "TLSv1.1\n" else {
      print("skipped: this Python has no TLS 1.1: \(judge.errors.suffix(200))")
      return
    }
    let failure = try #require(try await outcome(of: peer.url, try trusting()).connectionFailure)
    #expect(failure.kind == .tls)
    #expect(failure.detail.contains("TLS 1.2"))
  }

  @Test(arguments: ["elsewhere", "expired", "self"])
  func `a certificate for another name, an expired one and a self-signed one are refused`(
    certificate: String
  ) async throws {
    let peer = try await TLSPeer(certificate: certificate)
    let failure = try #require(try await outcome(of: peer.url, try trusting()).connectionFailure)
    #expect(failure.kind == .untrusted)
    #expect(failure.summary.hasPrefix("No trusted TLS connection to 127.0.0.1:\(peer.port): its "))
    #expect(failure.detail.contains(certificate == "elsewhere" ? "another name" : "expired"))
    #expect(failure.advice.contains("AWS_CA_BUNDLE"))
  }

  @Test func `an authority that nobody named isn't trusted`() async throws {
    let peer = try await TLSPeer()
    #expect(try await outcome(of: peer.url).connectionFailure?.kind == .untrusted)
  }

  @Test func `a self-signed certificate may be named itself`() async throws {
    let peer = try await TLSPeer(certificate: "self")
    let bundle = try TestCertificates.shared.get().path("self.pem")
    #expect(
      try await outcome(of: peer.url, TransportOptions(certificateBundle: bundle)).get().status
        == 200)
  }

  // MARK: Bundles that can't be used

  private func bundle(_ contents: String?) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-bundle-\(UUID().uuidString).pem")
    try contents?.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  private static let damaged =
    "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n"

  @Test(
    arguments: [
      (nil, "there is no such file"), ("", "the file is empty"), (" \n\n", "the file is empty"),
      ("just text", "holds no PEM certificates (-----BEGIN CERTIFICATE-----)"),
      (Self.damaged, "holds no PEM certificates (-----BEGIN CERTIFICATE-----)"),
    ] as [(String?, String)])
  func `a bundle that can't be used is named, and who named it`(contents: String?, words: String)
    async throws
  {
    let path = try bundle(contents)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let options = TransportOptions(
      certificateBundle: path, certificateBundlePlace: "environment variable AWS_CA_BUNDLE")
    let error = try #require(
      try await outcome(of: "https://127.0.0.1:9/", options).configurationError)
    #expect(error.place == "environment variable AWS_CA_BUNDLE")
    #expect(error.message == "\(path): \(words)")
    // Plain HTTP needs no certificates.
    #expect(
      try await outcome(of: "http://127.0.0.1:9/", options).connectionFailure?.kind == .refused)
  }

  @Test func `a folder is no bundle`() async throws {
    let options = TransportOptions(certificateBundle: "/tmp")
    let error = try #require(
      try await outcome(of: "https://127.0.0.1:9/", options).configurationError)
    #expect(error.message == "/tmp: can't be read: Is a directory")
  }

  @Test func `a bundle that is mended needs no restart`() async throws {
    let path = try bundle("")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let peer = try await TLSPeer()
    let options = TransportOptions(certificateBundle: path)
    try await withTransport(HandCrankedTimekeeper(), options) { transport in
      let request = HTTPRequest(url: peer.url, headers: [], body: [])
      await #expect(throws: AWSError.self) {
        try await transport.send(request, within: .seconds(9))
      }
      let authority = try String(
        contentsOfFile: try TestCertificates.shared.get().authority, encoding: .utf8)
      try authority.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try await transport.send(request, within: .seconds(9)).status == 200)
    }
  }

  // MARK: Who names the bundle

  @Test func `the option goes before the variable, and the variable before the profile`() {
    let files = FakeFiles.shared(
      config: "[default]\nregion = eu-west-1\nca_bundle = ~/ca.pem\n[profile bare]\n")
    func options(_ variables: [String: String], _ overrides: SettingsOverrides = .init())
      -> TransportOptions
    {
      AWSSettings.transportOptions(
        environment: .home(variables), overrides: overrides, files: files)
    }
    let variables = ["AWS_CA_BUNDLE": "/env.pem"]
    #expect(
      options(variables, .init(caBundle: "/option.pem")).certificateBundlePlace
        == "option --ca-bundle")
    #expect(options(variables, .init(caBundle: "/option.pem")).certificateBundle == "/option.pem")
    #expect(options(variables).certificateBundle == "/env.pem")
    #expect(options(variables).certificateBundlePlace == "environment variable AWS_CA_BUNDLE")
    #expect(options([:]).certificateBundle == "/home/me/ca.pem")
    #expect(options([:]).certificateBundlePlace == "ca_bundle (~/.aws/config:3)")
    #expect(options(["AWS_PROFILE": "bare"]).certificateBundle == nil)
  }
}
