import Testing

/// Ground has the clock, and any part may import it: that doesn't make the pure parts see it.
@Suite struct `Pure parts see no clock` {
  private static let pure = ["Canvas", "Tracking", "Planning", "Words", "Listing", "Dashboard"]
  private static let clocks = [
    "Timekeeper", "BackgroundQueue", "BlockingQueue", "Date()", "Date.now", "ContinuousClock",
    "SuspendingClock", "DispatchTime", "Task.sleep",
  ]

  @Test func `time comes in as a value`() throws {
    var count = 0
    for file in try `The house keeps its walls`.swiftFiles()
    where Self.pure.contains(String(file.path.prefix { $0 != "/" })) {
      count += 1
      for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("//")
      {
        for clock in Self.clocks {
          #expect(!line.contains(clock), "Sources/\(file.path):\(number + 1): \(clock)")
        }
      }
    }
    #expect(count > 50, "the scan found too few files to be believed")
  }
}
