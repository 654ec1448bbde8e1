import AWSCore
import Ground
import Testing

@testable import RDSExports

@Suite struct ExportTasksErrorTests {
  private func sorted(_ code: String) -> ExportTaskFault? {
    let error = ExportTasksError(.service(ServiceFault(code: code, message: "", status: 400)))
    guard case .modelled(let fault, let answer) = error, answer.code == code else { return nil }
    return fault
  }

  @Test(arguments: ExportTaskFault.allCases)
  func `a fault is known by its wire code, with and without its suffix`(fault: ExportTaskFault) {
    let code = fault.rawValue
    let stem = code.hasSuffix("Fault") ? String(code.dropLast(5)) : code
    #expect(sorted(stem) == fault)
    #expect(sorted(stem + "Fault") == fault)
    #expect(sorted(stem.lowercased()) == nil)
  }

  @Test func `snapshots, cluster snapshots and clusters are told apart`() {
    #expect(sorted("DBSnapshotNotFoundFault") == .dbSnapshotNotFound)
    #expect(sorted("DBClusterSnapshotNotFound") == .dbClusterSnapshotNotFound)
    #expect(sorted("DBClusterNotFound") == .dbClusterNotFound)
  }

  @Test(arguments: ["Throttling", "AccessDenied", "HTTP 502", "", "Fault", "FaultFault"])
  func `any other code stays the call's`(code: String) {
    #expect(sorted(code) == nil)
  }

  static let everyError: [ExportTasksError] =
    ExportTaskFault.allCases.map {
      .modelled($0, ServiceFault(code: $0.rawValue, message: "said\n\u{1B}[31mAWS", status: 400))
    } + [
      .call(.service(ServiceFault(code: "AccessDenied", message: "no\u{9B}", status: 403))),
      .call(.service(ServiceFault(code: "HTTP 502", message: "", status: 502, requestID: "r"))),
      .call(.unreadableAnswer(detail: "cut", requestID: nil)),
      .call(.connection(ConnectionFailure(kind: .refused, peer: "h:1", detail: "refused"))),
      .call(.noCredentials([])), .call(.noRegion([])), .call(.cancelled),
      .call(.configuration(place: "f:1", message: "wrong")), .repeatedMarker("\u{1B}m"),
      .listTooLong(pages: 2000, tasks: 200_000),
      .invalid([FieldProblem(field: .kmsKeyId, message: "No key.")]),
      .invalid([
        FieldProblem(field: .kmsKeyId, message: "No key."),
        FieldProblem(field: .s3Prefix, message: "A colon."),
      ]),
    ]

  @Test(arguments: everyError)
  func `every error says in a line what happened and in a line what to do`(error: ExportTasksError)
  {
    for line in [error.summary, error.advice] {
      #expect(!line.isEmpty)
      #expect(
        !line.unicodeScalars.contains(where: { !UntrustedText.isOneLine(String($0)) }), "\(line)")
    }
    #expect(error.advice.hasSuffix("."))
    #expect(error.description.contains(error.advice))
  }

  @Test func `a limit is explained by its number`() {
    let fault = ServiceFault(code: "ExportTaskLimitReachedFault", message: "", status: 400)
    let error = ExportTasksError(.service(fault))
    #expect(error.summary == "Five exports are running already, as many as AWS allows at once.")
  }

  @Test func `several problems are listed by their options`() {
    let text = Self.everyError.last?.description ?? ""
    #expect(text.contains("\n  --kms-key-id: No key.\n  --s3-prefix: A colon.\n"))
    #expect(text.contains("Correct --kms-key-id, --s3-prefix"))
  }
}
