import Foundation
import Simulator

/// What whole programs need to meet a simulator on this machine, and nothing else of AWS.
public enum SimulatedAccount {
  /// The environment of a program whose account is behind an endpoint.
  /// - Parameters:
  ///   - home: Its home folder; by default there is none, so that it can keep nothing.
  public static func environment(
    at endpoint: String, region: String = "eu-west-1", home: String = "/nonexistent"
  ) -> [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
      "LD_LIBRARY_PATH": ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] ?? "",
      "HOME": home, "LC_ALL": "C.UTF-8", "AWS_EC2_METADATA_DISABLED": "true",
      "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
      "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey, "AWS_REGION": region,
      "AWS_DEFAULT_REGION": region, "AWS_ENDPOINT_URL": endpoint,
    ]
  }
}
