import AWSCore

extension AWSSettings {
  /// For tests of what is found without a network: the variables and the files alone.
  public static func resolve(
    environment: Environment, overrides: SettingsOverrides = SettingsOverrides(),
    files: any FileReading = SystemFiles(), service: AWSService = .rds
  ) throws(AWSError) -> ResolvedSettings {
    try resolve(
      Surroundings(
        environment: environment, files: FilesToRead(files: files), transport: NoNetwork(),
        timekeeper: HandCrankedTimekeeper()),
      overrides: overrides, service: service)
  }
}

private struct FilesToRead: FileAccess {
  let files: any FileReading

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    try files.contents(of: path)
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {
    throw FileReadingError(reason: "this test writes no files")
  }
}

private struct NoNetwork: HTTPTransport {
  func send(_ request: HTTPRequest, within limit: Duration) async throws -> HTTPResponse {
    throw ConnectionFailure(kind: .refused, peer: request.url, detail: "no network in this test")
  }
}
