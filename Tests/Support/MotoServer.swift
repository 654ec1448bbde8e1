import Foundation

/// moto, as a server that checks every signature: a judge of our signer that no one here wrote.
public final class MotoServer {
  private let process: ProcessRunner.Child
  public let endpoint: String
  /// A key that may do everything.
  public private(set) var accessKeyID = ""
  public private(set) var secretAccessKey = ""
  /// A snapshot that can be exported.
  public private(set) var snapshotARN = ""

  public init() async throws {
    guard let program = Judge.program("moto_server"), let python = Judge.python else {
      throw NeverHappened(description: "moto_server is not installed")
    }
    let port = try Self.freePort()
    endpoint = "http://127.0.0.1:\(port)"
    var environment = ProcessInfo.processInfo.environment
    environment["INITIAL_NO_AUTH_ACTION_COUNT"] = "1000"
    process = try ProcessRunner.start(
      program, ["-H", "127.0.0.1", "-p", "\(port)"], environment: environment)
    let endpoint = endpoint
    try await eventually("moto's first answer") {
      let probe = try ProcessRunner.run(
        python, ["-c", Self.probe, endpoint], environment: ProcessInfo.processInfo.environment)
      return probe.status == 0
    }
    let setUp = try ProcessRunner.run(
      python, ["-c", Self.setUp, endpoint], environment: ProcessInfo.processInfo.environment)
    guard setUp.status == 0 else {
      throw NeverHappened(description: "moto could not be set up: \(setUp.errors)")
    }
    let words = setUp.output.split(whereSeparator: \.isWhitespace).map(String.init)
    (accessKeyID, secretAccessKey, snapshotARN) = (words[0], words[1], words[2])
  }

  // It outlives a SIGTERM, and nothing of it is worth keeping.
  deinit { process.kill() }

  private static func freePort() throws -> Int {
    let result = try ProcessRunner.run(
      "/bin/sh",
      [
        "-c",
        "exec \"$0\" -c 'import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); "
          + "print(s.getsockname()[1])'", Judge.python ?? "python3",
      ])
    guard let port = Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw NeverHappened(description: "no free port: \(result.errors)")
    }
    return port
  }

  private static let probe = """
    import sys, urllib.request
    urllib.request.urlopen(sys.argv[1] + "/moto-api/", timeout=5).read(1)
    """

  private static let setUp = """
    import json, sys, urllib.request, boto3
    endpoint = sys.argv[1]
    def client(service):
        return boto3.client(service, endpoint_url=endpoint, region_name="eu-west-1",
                            aws_access_key_id="setup", aws_secret_access_key="setup")
    iam, rds = client("iam"), client("rds")
    iam.create_user(UserName="exporter")
    key = iam.create_access_key(UserName="exporter")["AccessKey"]
    iam.put_user_policy(UserName="exporter", PolicyName="all", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
    rds.create_db_instance(DBInstanceIdentifier="orders", DBInstanceClass="db.t3.micro",
                           Engine="postgres", MasterUsername="u", MasterUserPassword="not-a-secret",
                           AllocatedStorage=20)
    snapshot = rds.create_db_snapshot(DBSnapshotIdentifier="orders-1", DBInstanceIdentifier="orders")
    urllib.request.urlopen(urllib.request.Request(
        endpoint + "/moto-api/reset-auth", data=b"0", method="POST",
        headers={"Content-Type": "text/plain"})).read()
    print(key["AccessKeyId"], key["SecretAccessKey"], snapshot["DBSnapshot"]["DBSnapshotArn"])
    """
}
