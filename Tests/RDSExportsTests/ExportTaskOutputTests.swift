import AWSCore
import Foundation
import Ground
import Testing

@testable import RDSExports

@Suite struct ExportTaskOutputTests {
  private func json(_ tasks: [ExportTask]) -> String {
    String(decoding: ExportTaskJSON.document(tasks), as: UTF8.self)
  }

  @Test func `no task is an empty list`() {
    #expect(json([]) == "{\n    \"ExportTasks\": []\n}\n")
  }

  @Test func `members come in the model's order and absent ones not at all`() {
    var task = ExportTask(exportTaskIdentifier: "a")
    task.sourceType = .cluster
    task.status = .inProgress
    task.percentProgress = 7
    task.exportOnly = []
    task.s3Prefix = ""
    task.taskStartTime = Date(timeIntervalSince1970: 1_583_175_476)
    var second = ExportTask(exportTaskIdentifier: "")
    second.exportOnly = ["x", "y"]
    #expect(
      json([task, second]) == """
        {
            "ExportTasks": [
                {
                    "ExportTaskIdentifier": "a",
                    "ExportOnly": [],
                    "TaskStartTime": "2020-03-02T18:57:56+00:00",
                    "S3Prefix": "",
                    "Status": "IN_PROGRESS",
                    "PercentProgress": 7,
                    "SourceType": "CLUSTER"
                },
                {
                    "ExportOnly": [
                        "x",
                        "y"
                    ]
                }
            ]
        }

        """)
  }

  @Test func `one task by itself is an object`() {
    #expect(
      ExportTaskJSON.text(ExportTask(exportTaskIdentifier: "a"))
        == "{\n    \"ExportTaskIdentifier\": \"a\"\n}")
    #expect(ExportTaskJSON.text(ExportTask(exportTaskIdentifier: "")) == "{}")
  }

  @Test func `no character that a terminal obeys is written, and all come back`() throws {
    let nasty = (0..<0x2100).compactMap(Unicode.Scalar.init).map(Character.init)
    var task = ExportTask(exportTaskIdentifier: "a")
    task.failureCause = String(nasty) + "\\\"/😀\u{FEFF}\u{200B}\u{E0041}"
    let written = ExportTaskJSON.text(task)
    #expect(
      !written.unicodeScalars.contains { $0 != "\n" && !UntrustedText.isOneLine(String($0)) })
    let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: Any]
    #expect(object?["FailureCause"] as? String == task.failureCause)
  }

  @Test func `a document in parts is the document`() {
    let tasks = (0..<7).map { ExportTaskReaderTests.fullTask("t\($0)") }
    for sizes in [[7], [0, 7], [3, 0, 4], [1, 1, 1, 1, 1, 1, 1], []] {
      var document = ExportTaskJSON()
      var written: [UInt8] = []
      var start = 0
      for size in sizes {
        written += document.add(EncodedExportTasks(tasks[start..<(start + size)]))
        start += size
      }
      written += document.end()
      #expect(written == ExportTaskJSON.document(tasks[..<start]))
    }
  }
}
