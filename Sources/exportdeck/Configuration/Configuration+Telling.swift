extension Configuration {
  /// How many problems the screen shows, at most.
  private static let mostTold = 2

  /// What the dashboard says when it opens: as many problems as there is room for, and remarks.
  var openingNotices: (remarks: [String], problems: [String]) {
    var told = problems.prefix(Self.mostTold).map(\.description)
    if problems.count > told.count, let last = told.popLast() {
      told.append(
        "\(last) (and \(problems.count - told.count - 1) more: `exportdeck config show` lists them)"
      )
    }
    return (remarks.map(\.description), told)
  }

  /// Says on standard error what is wrong.
  func complain() {
    for problem in problems + remarks { ThisProcess.complain("\(problem)") }
  }
}
