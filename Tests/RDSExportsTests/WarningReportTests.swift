import RDSExports
import Testing

@Suite struct WarningReportTests {
  @Test(arguments: [
    "", "  \n", "{}", "[]", "null", #""""#,
    #"{"skippedTables":[],"skippedObjectives":[],"general":[]}"#,
    #"{ "skippedTables" : [ ] , "general" : null, "note" : " " }"#, #"{"general":[null,""]}"#,
    #"{"a":{"b":{"c":[]}}}"#,
  ])
  func `a warning without an entry is none`(text: String) {
    var task = ExportTask(exportTaskIdentifier: "a")
    task.warningMessage = text
    #expect(task.warning == nil)
  }

  @Test(arguments: [
    "skipped", "17", "false", #"{"general":[{"reason":"X"}]}"#, #"{"skippedTables":[{}]}"#,
    #"{"skippedTables":["t"]}"#, #"{"skippedTables":[],"general":[{"reason":""}]}"#,
    #"{"skippedTables":["#, "{", #"{"a":"#, "[]]", #"{"count":3}"#, "nul",
  ])
  func `a warning that says anything stays one`(text: String) {
    var task = ExportTask(exportTaskIdentifier: "a")
    task.warningMessage = text
    #expect(task.warning == text)
  }

  @Test func `entries are counted by their reasons, in one pass over any length`() throws {
    let tables = (1...14_000).map {
      #"{"tableName":"public.t\#($0)","reason":"\#($0 % 7 == 0 ? "B" : "A")"}"#
    }
    let report = try #require(
      WarningReport(#"{"skippedTables":[\#(tables.joined(separator: ","))],"general":["note"]}"#))
    #expect(report.groups.map(\.reason) == ["A", "B", "note"])
    #expect(report.groups.map(\.tables) == [12_000, 2_000, 0])
    #expect(report.groups[1].names.count == WarningReport.mostNames)
    #expect(report.groups[1].named == 2_000)
    #expect(report.groups[2].remarks == 1)
    #expect(report.tables == 14_000)
  }

  @Test func `a name or a reason of any length is cut`() throws {
    let long = String(repeating: "é", count: 100_000)
    let report = try #require(
      WarningReport(#"{"skippedTables":[{"tableName":"\#(long)","reason":"\#(long)"}]}"#))
    #expect(report.groups[0].names[0].count == 300)
    #expect(report.groups[0].reason?.count == 300)
  }

  @Test func `brackets without end are no document`() {
    let deep = String(repeating: "[", count: 200_000)
    #expect(WarningReport(#"{"general":[\#(deep)"#) == nil)
    #expect(
      WarningReport(#"{"general":[\#(deep)\#(String(repeating: "]", count: 200_001))}"#) != nil)
    #expect(!deep.isEmptyWarning)
  }
}
