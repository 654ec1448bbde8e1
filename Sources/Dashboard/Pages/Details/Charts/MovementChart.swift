import Canvas
import FoundationEssentials
import Tracking
import Words

extension Facts {
  /// How a task moved: percent against time, with the line to its forecast end, and below it how
  /// much it did an hour. Empty where too little is remembered.
  mutating func movementLines(_ task: TrackedTask, columns: Int, isHigh: Bool) -> [[Span]] {
    let width = columns - Self.labelColumns
    guard width >= 20, let first = task.progress.course.first else { return [] }
    let expected = forecast(task).flatMap { $0.isAtLeast ? nil : $0.end }
    let known = chartedUpTo(task, since: task.taskStartTime ?? first.at, expected, width: width)
    guard let movement = TaskMovement(of: task, known: known, expectedEnd: expected) else {
      return []
    }
    let span = movement.span.upperBound.timeIntervalSince(movement.span.lowerBound)
    let edges = (0...width).map { edge in
      movement.span.lowerBound.addingTimeInterval(span * Double(edge) / Double(width))
    }
    let middles = zip(edges, edges.dropFirst()).map { left, right in
      left.addingTimeInterval(right.timeIntervalSince(left) / 2)
    }
    let role: Role = PhaseSet.ended.contains(task.phase) ? phase(of: task).role : .progressFill
    let percents = AreaChart(
      values: middles.map { movement.percent(at: $0).map { $0 / 100 } },
      foretold: middles.map { movement.expectedPercent(at: $0).map { $0 / 100 } },
      rows: isHigh ? 8 : 4)
    let rates = rates(movement, edges)
    let most = rates.compactMap(\.self).max() ?? 0
    var lines = labeled(
      percents.lines(role, unicode: signs.unicode), "Percent", top: "100", bottom: "0")
    lines.append(timeAxis(movement, columns: width))
    guard most >= 1 else { return lines }
    let speeds = AreaChart(
      values: rates.map { $0.map { $0 / most } }, rows: isHigh ? 4 : 2)
    return lines
      + labeled(
        speeds.lines(role, unicode: signs.unicode), movement.isRateOfData ? "GB/h" : "%/h",
        top: grouped(Int(min(most, 1e9).rounded())), bottom: "0")
  }

  /// Over so much time that a single step makes no peak.
  private func rates(_ movement: TaskMovement, _ edges: [Date]) -> [Double?] {
    let reach = max(1, (edges.count - 1) / 24)
    return (0..<edges.count - 1).map { column in
      guard edges[column] < movement.known, edges[column + 1] > movement.seenFrom else {
        return nil
      }
      return movement.rate(
        from: edges[max(0, column - reach)], to: edges[min(edges.count - 1, column + 1 + reach)])
    }
  }

  private static let units: [TimeInterval] = [
    5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600,
  ]

  /// The present in steps of about a column, so that the chart stands still between them.
  private mutating func chartedUpTo(
    _ task: TrackedTask, since start: Date, _ expected: Date?, width: Int
  ) -> Date {
    let known = knownNow(task.siteID)
    guard !PhaseSet.ended.contains(task.phase) else { return known }
    let span = max(known, expected ?? known).timeIntervalSince(start)
    let unit = Self.units.first { $0 >= span / Double(width) } ?? 86_400
    let step = (known.timeIntervalSinceReferenceDate / unit).rounded(.down) * unit
    let stepped = Date(timeIntervalSinceReferenceDate: step)
    if known == serverNow(task.siteID) {
      validity.ends(inSeconds: stepped.addingTimeInterval(unit).timeIntervalSince(known))
    }
    return stepped
  }

  /// Rows of a chart behind its name and the figures at its top and bottom.
  private func labeled(
    _ rows: [[Span]], _ name: String, top: String, bottom: String
  ) -> [[Span]] {
    rows.enumerated().map { index, row in
      let figure = index == 0 ? top : index == rows.count - 1 ? bottom : ""
      let name = index == 0 ? name : ""
      let room = Self.labelColumns - name.count - 1
      return [
        Span(name, .fieldLabel), Span(figure.leading(to: room) + " ", .textMuted),
      ] + row
    }
  }

  /// When it began, now or its end, and the end that is foretold, below their columns.
  private mutating func timeAxis(_ movement: TaskMovement, columns: Int) -> [Span] {
    let span = movement.span.upperBound.timeIntervalSince(movement.span.lowerBound)
    func column(of date: Date) -> Int {
      Int(date.timeIntervalSince(movement.span.lowerBound) / span * Double(columns))
    }
    var marks: [(column: Int, words: String)] = [(0, shortTime(movement.span.lowerBound))]
    if let end = movement.expectedEnd {
      let about = signs.unicode ? "≈" : "~"
      let text = "\(about) \(comingTime(end))"
      marks.append((columns - width(text), text))
      marks.insert((column(of: movement.known), "now"), at: 1)
    } else {
      let text = shortTime(movement.known)
      marks.append((columns - width(text), text))
    }
    if movement.seenFrom > movement.span.lowerBound {
      marks.insert(
        (column(of: movement.seenFrom), "seen from \(shortTime(movement.seenFrom))"), at: 1)
    }
    var line = ""
    // The first and the last say the most.
    let last = marks.removeLast()
    for mark in marks where mark.column >= width(line) + (line.isEmpty ? 0 : 2) {
      guard mark.column + width(mark.words) + 2 <= last.column else { continue }
      line = line.filled(to: mark.column, by: width) + mark.words
    }
    line = line.filled(to: max(last.column, 0), by: width) + last.words
    return [Span(String(repeating: " ", count: Self.labelColumns)), Span(line, .textMuted)]
  }
}

extension Facts {
  /// `10:52`, `yest 23:10` or `21 Nov`.
  mutating func shortTime(_ date: Date) -> String {
    let (words, change) = Format.day(date, now: serversNow, moment.local)
    if let change { validity.ends(inSeconds: change) }
    return words
  }

  /// `14:20` or `Mon 02:10`.
  mutating func comingTime(_ date: Date) -> String {
    let (words, change) = Format.coming(date, now: serversNow, moment.local)
    if let change { validity.ends(inSeconds: change) }
    return words
  }
}

extension String {
  fileprivate func leading(to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - count)) + self
  }
}
