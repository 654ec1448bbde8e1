import RDSExports
import Testing

@testable import Words

@Suite struct WarningExplanationTests {
  private func explain(_ warning: String) throws -> FailureExplanation {
    let report = try #require(WarningReport(warning))
    return try #require(FailureExplanation.explain(report))
  }

  private func skipped(_ count: Int, reason: String = "PERMISSIONS_DO_NOT_EXIST") -> String {
    let tables = (1...count).map { #"{"tableName":"shop.t\#($0)","reason":"\#(reason)"}"# }
    return #"{"skippedTables":[\#(tables.joined(separator: ","))],"#
      + #""skippedObjectives":[],"general":[]}"#
  }

  @Test func `AWS's own sample is put in words, and nothing is said twice`() throws {
    let explanation = try explain(
      #"{"skippedTables":[],"skippedObjectives":[],"general":"#
        + #"[{"reason":"FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"}]}"#)
    #expect(
      explanation.headline == "RDS couldn't list the tables of a database, so none was exported.")
    #expect(explanation.checks.count == 2)
    #expect(explanation.checks[0].contains("ExportOnly"))
    #expect(!explanation.checks.contains { $0.contains(explanation.headline) })
  }

  @Test func `a reason is one line, with the count, the fix, a few names and how many more`() throws
  {
    let explanation = try explain(skipped(300))
    #expect(explanation.headline == "300 tables were skipped and are not in the export.")
    #expect(explanation.checks.count == 2)
    let line = explanation.checks[0]
    #expect(line.hasPrefix("300 tables: The database's master user has no permission to read it. "))
    #expect(line.contains("GRANT ALL PRIVILEGES ON ALL TABLES"))
    #expect(line.hasSuffix("shop.t1, shop.t2, shop.t3, shop.t4, shop.t5 and 295 more."))
  }

  @Test func `each reason has a line of its own, and one that nobody knows is shown as it is`()
    throws
  {
    let explanation = try explain(
      #"{"skippedTables":[{"table":"stock","reason":"PERMISSIONS_DO_NOT_EXIST","database":"shop","#
        + #""schema":"public"},{"tableName":"big","reason":"ROW_TOO_LARGE"}],"general":[]}"#)
    #expect(explanation.headline == "2 tables were skipped and are not in the export.")
    #expect(explanation.checks[0].hasPrefix("1 table: The database's master user"))
    #expect(explanation.checks[0].hasSuffix("These are: shop.public.stock."))
    #expect(explanation.checks[1] == "1 table: ROW_TOO_LARGE. These are: big.")
  }

  @Test func `one reason in several lists is still one line, and no sentence comes twice`() throws {
    let explanation = try explain(
      #"{"skippedTables":[{"tableName":"a","reason":"PERMISSIONS_DO_NOT_EXIST"}],"#
        + #""skippedObjectives":[{"reason":"permissions_do_not_exist"},"#
        + #"{"reason":"PERMISSIONS_DO_NOT_EXIST"}],"#
        + #""general":[{"reason":"PERMISSIONS_DO_NOT_EXIST"},{"reason":"SLOW"},{"reason":"SLOW"}]}"#
    )
    #expect(
      explanation.headline == "1 table and 2 other things were skipped and are not in the export.")
    #expect(Set(explanation.checks).count == explanation.checks.count)
    #expect(explanation.checks.count { $0.contains("GRANT") } == 1)
    #expect(explanation.checks.count { $0.contains("SLOW.") } == 1)
  }

  @Test func `one table is one, and what else was skipped is counted apart`() throws {
    let one = try explain(#"{"skippedTables":["shop.stock"]}"#)
    #expect(one.headline == "1 table was skipped and is not in the export.")
    #expect(one.checks[0] == "1 table: No reason was given. These are: shop.stock.")
    let both = try explain(#"{"skippedTables":["a"],"skippedObjectives":[{"reason":"X"},"v"]}"#)
    #expect(both.headline == "1 table and 2 other things were skipped and are not in the export.")
  }

  @Test func `as many reasons as there are entries take no more room than a few`() throws {
    let tables = (1...500).map { #"{"tableName":"t\#($0)","reason":"REASON_\#($0)"}"# }
    let explanation = try explain(#"{"skippedTables":[\#(tables.joined(separator: ","))]}"#)
    #expect(explanation.checks.count <= 23)
    #expect(explanation.checks.contains("and 480 more for other reasons: see the warning"))
    #expect(explanation.headline == "500 tables were skipped and are not in the export.")
  }

  @Test(arguments: ["Some tables\nwere skipped", #"{"skippedTables":["#, "17", #"{"a":1} x"#, "{]"])
  func `what is no such document is not explained`(text: String) {
    #expect(WarningReport(text) == nil)
    #expect(!text.isEmptyWarning)
  }

  @Test func `names from outside are shown on one line, without hidden characters`() throws {
    let explanation = try explain(
      #"{"skippedTables":[{"tableName":"a\u001b[2J\nb\ud83d\ude80\"\\","reason":"x\ty"}]}"#)
    #expect(explanation.checks[0] == #"1 table: x y. These are: a[2J b🚀"\."#)
  }

  @Test func `values of any kind are survived`() throws {
    let explanation = try explain(
      #"{"skippedTables":[1,null,true,["x"],{"reason":null}],"general":"low space","other":7,"#
        + #""deep":{"a":[[{"b":"]"}]]}}"#)
    #expect(explanation.headline.contains("skipped"))
    #expect(explanation.checks.contains { $0.contains("low space") })
  }
}
