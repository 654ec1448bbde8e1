import Canvas
import Planning
import Words

/// A pre-flight on the screen: each line a symbol, a word, and a sentence, with what to do.
extension Facts {
  /// What stands in the way first, what is in order last.
  func lines(_ preflight: Preflight, columns: Int) -> [Panel.Line] {
    let kinds: [(PreflightLine) -> Bool] = [
      { $0.outcome == .fail }, { $0.outcome == .warning }, { $0.outcome == .checking },
      { if case .notChecked = $0.outcome { true } else { false } }, { $0.outcome == .pass },
    ]
    return kinds.flatMap { isOne in
      preflight.lines.filter(isOne).flatMap { lines($0, columns: columns) }
    }
  }

  private func lines(_ line: PreflightLine, columns: Int) -> [Panel.Line] {
    let (sign, word, role) = signs.words(line.outcome)
    let lead = isCompact ? 2 : 14
    let label = isCompact ? sign : "\(sign) \(word)"
    let text = Format.line(line.sentence)
    let sentence = Painter.wrap(signs.spelled(text), columns: max(8, columns - lead))
    var lines = sentence.enumerated().map { index, part in
      Panel.Line([
        Span(index == 0 ? label.filled(to: lead, by: width) : blanks(lead), role),
        Span(part, line.outcome == .pass ? .textMuted : .text),
      ])
    }
    if let fix = line.fix, line.outcome != .pass {
      lines += paragraph(Format.line(fix), .textStrong, columns: columns - lead).map {
        Panel.Line([Span(blanks(lead))] + $0.spans)
      }
    }
    return lines
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// How many lines of each kind there are, and what a failure means.
  func verdict(_ preflight: Preflight, columns: Int) -> [Panel.Line] {
    func count(_ isOne: (PreflightLine.Outcome) -> Bool) -> Int {
      preflight.lines.count { isOne($0.outcome) }
    }
    let counts: [(Int, PreflightLine.Outcome)] = [
      (count { $0 == .fail }, .fail), (count { $0 == .warning }, .warning),
      (count { $0 == .checking }, .checking),
      (count { if case .notChecked = $0 { true } else { false } }, .notChecked(because: "")),
      (count { $0 == .pass }, .pass),
    ]
    var spans: [Span] = []
    for (number, outcome) in counts where number > 0 {
      let (sign, word, role) = signs.words(outcome)
      if !spans.isEmpty { spans.append(Span("   ")) }
      spans.append(Span("\(sign) \(number) \(word)", role))
    }
    var lines = [Panel.Line(spans)]
    if preflight.hasFailed {
      lines += paragraph(
        "As far as is known, AWS refuses this export or fails it.", .statusFailed,
        columns: columns)
    }
    return lines
  }
}

extension Signs {
  fileprivate func words(_ outcome: PreflightLine.Outcome) -> (String, String, Role) {
    switch outcome {
    case .pass: (success, "pass", .statusComplete)
    case .warning: (warning, "warning", .statusWarning)
    case .fail: (trouble, "fail", .statusFailed)
    case .notChecked: (note, "not checked", .textMuted)
    case .checking: (waiting, "checking", .textStrong)
    }
  }
}
