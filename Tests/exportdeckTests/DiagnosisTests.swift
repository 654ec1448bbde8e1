import Testing

@testable import exportdeck

/// The words of the doctor on paper and on a terminal.
struct DiagnosisTests {
  private typealias Finding = Diagnosis.Finding

  private func diagnosis(_ findings: Finding...) -> Diagnosis {
    Diagnosis(headline: "Not ready: a.", isReady: false, findings: findings)
  }

  @Test func `the headline's advice is its second line, and stands nowhere else`() {
    let text = diagnosis(
      Finding(check: "region", verdict: .ok, summary: "eu"),
      Finding(check: "exports", verdict: .failed, summary: "a", details: ["b"], advice: "Do c."),
      Finding(check: "clock", verdict: .warning, summary: "off", advice: "Set it.")
    ).text()
    #expect(
      text == """
        Not ready: a.
        Do c.

        region   eu
        exports  failed: a
                 b
        clock    warning: off
                 Set it.

        """)
  }

  @Test func `on a terminal, words go on below their own column`() {
    let finding = Finding(
      check: "way", verdict: .ok, summary: "through the proxy 10.0.0.1:80 of the variable",
      details: ["  a step that is longer than a line of it"])
    let lines = diagnosis(finding).text(columns: 30).split(separator: "\n")
    #expect(
      lines == [
        "Not ready: a.",
        "way  through the proxy", "     10.0.0.1:80 of the", "     variable",
        "       a step that is longer", "       than a line of it",
      ])
  }

  @Test(arguments: 1...100) func `no line is wider than a terminal, but where it is very narrow`(
    columns: Int
  ) {
    let finding = Finding(
      check: "credentials", verdict: .failed, summary: String(repeating: "arn:aws:iam ", count: 9),
      details: ["  " + String(repeating: "x", count: 200)], advice: "Do this, and then do that.")
    let text = diagnosis(finding).text(columns: columns)
    guard columns >= 36 else { return #expect(text.contains("arn:aws:iam")) }
    for line in text.split(separator: "\n") { #expect(line.count <= columns, "\(line)") }
  }

  @Test func `nothing in it moves the cursor`() {
    let evil = "p\u{1B}[2Jq\u{202E}r\ns\u{9B}1m"
    let finding = Finding(check: "profile", verdict: .ok, summary: evil, details: [evil])
    let text = Diagnosis(headline: evil, isReady: true, findings: [finding]).text()
    #expect(
      !text.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    #expect(!text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").count == 3)
  }
}
