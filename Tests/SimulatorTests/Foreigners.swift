import Foundation
import Simulator
import Support

/// A client that nobody here wrote, run as a child process against a simulator.
enum Foreigner {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Runs a program with the simulated account's keys and nothing else of AWS in its environment.
  static func run(
    _ program: String, _ arguments: [String], against server: SimulatorServer,
    secret: String = SimulatorServer.secretAccessKey
  ) async throws -> Outcome {
    var environment = ProcessInfo.processInfo.environment.filter { name, _ in
      !name.hasPrefix("AWS_") && !name.lowercased().hasSuffix("_proxy")
    }
    environment["AWS_ACCESS_KEY_ID"] = SimulatorServer.accessKeyID
    environment["AWS_SECRET_ACCESS_KEY"] = secret
    environment["AWS_DEFAULT_REGION"] = "eu-west-1"
    environment["AWS_ENDPOINT_URL"] = server.endpoint
    environment["AWS_EC2_METADATA_DISABLED"] = "true"
    environment["AWS_CONFIG_FILE"] = "/dev/null"
    environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
    environment["AWS_PAGER"] = ""
    environment["AWS_MAX_ATTEMPTS"] = "1"

    let result = try await ProcessRunner.runBeside(program, arguments, environment: environment)
    return Outcome(status: result.status, output: result.output, errors: result.errors)
  }

  /// Runs a script of boto3. It has `rds` (a client), `case(name, condition)` and
  /// `refused(name, exception, call)`; each counts as one case.
  /// - Returns: How many cases there were.
  static func boto3(
    _ script: String, against server: SimulatorServer,
    secret: String = SimulatorServer.secretAccessKey
  ) async throws -> Int {
    guard let python = Judge.python else { throw Absent(what: "python3 with boto3") }
    let outcome = try await run(
      python, ["-c", preamble + script + "\nfinish()\n"], against: server, secret: secret)
    guard outcome.status == 0, let cases = Int(outcome.output.split(separator: "\n").last ?? "")
    else { throw Disagrees(what: outcome.output + outcome.errors) }
    return cases
  }

  struct Absent: Error { var what: String }
  struct Disagrees: Error, CustomStringConvertible {
    var what: String
    var description: String { what }
  }

  private static let preamble = """
    import sys, json, datetime, boto3, botocore
    from botocore.config import Config
    rds = boto3.client("rds", config=Config(retries={"mode": "standard", "total_max_attempts": 1}))
    cases, wrong = 0, []

    def case(name, condition, seen=""):
        global cases
        cases += 1
        if not condition:
            wrong.append(f"{name}: {seen}")

    def refused(name, exception, call, **arguments):
        try:
            answer = call(**arguments)
        except Exception as error:
            if isinstance(exception, str):
                code = getattr(error, "response", {}).get("Error", {}).get("Code")
                case(name, code == exception, repr(error))
            else:
                case(name, type(error) is exception, repr(error))
            return error
        case(name, False, f"not refused: {answer}")

    def finish():
        for line in wrong:
            print(line)
        print(cases)
        sys.exit(1 if wrong else 0)

    ARN = "arn:aws:rds:eu-west-1:123456789012:"
    def order(identifier, **changes):
        return {
            "ExportTaskIdentifier": identifier,
            "SourceArn": ARN + "snapshot:orders-prod-before-upgrade",
            "S3BucketName": "acme-lake-raw",
            "IamRoleArn": "arn:aws:iam::123456789012:role/rds-s3-export",
            "KmsKeyId": "alias/lake",
            **changes,
        }

    """
}
