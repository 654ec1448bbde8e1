import Testing

@testable import Words

@Suite struct WarningExplanationTests {
  private func explain(_ warning: String) throws -> FailureExplanation {
    try #require(FailureExplanation.explain(warningMessage: warning))
  }

  @Test func `AWS's own sample is put in words`() throws {
    let explanation = try explain(
      #"{"skippedTables":[],"skippedObjectives":[],"general":"#
        + #"[{"reason":"FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"}]}"#)
    #expect(
      explanation.headline == "RDS couldn't list the tables of a database, so none was exported.")
    #expect(explanation.checks.contains { $0.contains("ExportOnly") })
  }

  @Test func `skipped tables are counted and named with their reasons`() throws {
    let explanation = try explain(
      #"{"skippedTables":[{"table":"stock","reason":"PERMISSIONS_DO_NOT_EXIST","database":"shop","#
        + #""schema":"public"},{"tableName":"big","reason":"ROW_TOO_LARGE"}],"general":[]}"#)
    #expect(explanation.headline == "2 tables were skipped and are not in the export.")
    #expect(
      explanation.checks[0] == "shop.public.stock: The database's master user may not read it.")
    #expect(explanation.checks[1] == "big: ROW_TOO_LARGE")
    #expect(explanation.checks.contains { $0.contains("GRANT ALL PRIVILEGES ON ALL TABLES") })
  }

  @Test func `one table is one, and what else was skipped is counted apart`() throws {
    let one = try explain(#"{"skippedTables":["shop.stock"]}"#)
    #expect(one.headline == "1 table was skipped and is not in the export.")
    #expect(one.checks[0] == "shop.stock: No reason was given.")
    let both = try explain(#"{"skippedTables":["a"],"skippedObjectives":[{"reason":"X"},"v"]}"#)
    #expect(both.headline == "1 table and 2 other things were skipped and are not in the export.")
  }

  @Test func `plain text and broken JSON are shown as they are, on one line`() throws {
    #expect(try explain("Some tables\nwere skipped").headline == "Some tables were skipped")
    #expect(try explain(#"{"skippedTables":["#).headline == #"{"skippedTables":["#)
    #expect(try explain("\u{1B}[2Jgone").headline == "[2Jgone")
    #expect(try explain("17").headline == "17")
  }

  @Test(arguments: ["", "  ", #"{}"#, #"{"skippedTables":[],"skippedObjectives":[],"general":[]}"#])
  func `a warning that says nothing is none`(warning: String) {
    #expect(FailureExplanation.explain(warningMessage: warning) == nil)
  }

  @Test func `values of any kind are survived`() throws {
    let explanation = try explain(
      #"{"skippedTables":[1,null,true,["x"],{"reason":null}],"general":"low space","other":7}"#)
    #expect(explanation.headline.contains("skipped"))
    #expect(explanation.checks.contains { $0.contains("low space") })
  }
}
