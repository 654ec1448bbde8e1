import Canvas
import Dashboard
import Support
import Testing
import Tracking

struct SetupScreenTests {
  @Test(arguments: [100, 120, 200])
  func `a place that is longer than a line is told to its end`(columns: Int) {
    let variables = [
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ]
    let place = "environment variables \(variables.joined(separator: ", "))"
    let trouble = Trouble(
      kind: .noCredentials, summary: "No AWS credentials were found.", advice: "Add them.",
      lookups: [(place, "not set")], since: Fleet.minutesAgo(2))
    var state = Fleet.state([], feed: Feed(trouble: trouble))
    state.size = Size(columns: columns, rows: 40)
    let frame = view(state, at: Fleet.moment).frame
    let rows = (0..<40).map(frame.text(row:))
    for variable in variables { #expect(rows.contains { $0.contains(variable) }) }
    #expect(!rows.contains { $0.contains("…") })
  }
}
