import Canvas
import Planning
import Tracking
import Words

/// What every sign of the screen means, for the help.
extension Facts {
  var signMeanings: [(sign: Span, meaning: String)] {
    Phase.allCases.map { phase in
      (Span("\(phase.symbol(unicode: signs.unicode)) \(phase.word)", phase.role), phase.meaning)
    } + [
      (
        Span(
          "\(ExpectedRun.State.missing.symbol(unicode: signs.unicode)) missing",
          ExpectedRun.State.missing.role),
        "an expected run that nothing has begun of (\(keyName(.board, in: .list))); late: not begun, "
          + "or not through, in time"
      ),
      (
        Span(signs.deadline, .textStrong),
        "on a lane of the timeline: until when the board wants it through"
      ),
      (
        Span("\(signs.slotUsed)\(signs.slotFree) slots", .slotUsed),
        "exports that run now, and how many an account may run at once"
      ),
      (
        Span(signs.unicode ? "through ≈" : "through ~", .textStrong),
        "when all that runs will have ended, by the last forecast; \(signs.unicode ? "≥" : ">="): "
          + "not before, because so many have no forecast (2 unsure)"
      ),
      (
        Span("(1 new)", .textStrong),
        "failed while this screen watched, and not acknowledged yet "
          + "(\(keyName(.alerts, in: .list)))"
      ),
      (
        Span("tonight", .text),
        "what began since \(state.settings.tonight); there on screens of "
          + "\(Layout.tonightFrom) lines and more"
      ),
      (Span("\(signs.live) live", .ageLive), "AWS answers; how long ago it did"),
      (
        Span("\(signs.trouble) stale", .ageStale),
        "no newer answer came: the rows are as old as it says; \(keyName(.trouble, in: .list)) says why"
      ),
      (Span("\(signs.warning) throttled", .ageStale), "AWS wants to be asked less often"),
      (
        Span("\(signs.paused) paused", .agePaused),
        "nothing is asked until \(keyName(.pause, in: .list)) is pressed again"
      ),
      (Span("\(signs.waiting) reading", .ageLive), "the first answer is on its way"),
      (
        Span("\(signs.waiting) waiting", .ageStale),
        "something outside takes its time: a helper, a login, a proxy or a disk; it is named"
      ),
      (
        Span(signs.unicode ? "≥ 14 m" : ">= 14 m"),
        "at least so long: AWS gives no start, so it counts from when it was first seen"
      ),
      (
        Span(signs.unicode ? "≈ 22:10" : "~ 22:10", .textMuted),
        "in the ETA column of what waits: when it starts; \(signs.unicode ? "≥" : ">="): not earlier, "
          + "because something that it waits for has no forecast"
      ),
      (
        Span("~ 50 m", .textMuted),
        "an ETA from how long earlier runs took; without the sign it is from the export's own pace"
      ),
      (Span("\(signs.selected) ", .textStrong), "the selected row: what keys act on"),
      (
        Span("\(signs.mark) ", .textStrong),
        "a marked row: x cancels all of them, or takes them out of the queue"
      ),
      (
        Span("\(signs.changed) ", .rowChanged),
        "something has changed since your last move, a minute ago at most"
      ),
      (
        Span("\(signs.moreLeft) \(signs.moreRight)", .columnHeader),
        "more at the left and at the right: columns that find no room, or an earlier and later time"
      ),
      (
        Span("\(signs.beginning)\(signs.progress)\(signs.forecast)", .statusRunning),
        "a lane of the timeline: starting, running, and likely to go on for so long"
      ),
      (
        Span("\(signs.hatch)\(signs.hatch)", Phase.waiting.role),
        "a lane of the timeline that waits in the queue, at the time at which it is likely to run"
      ),
      (
        Span("\(signs.course)\(Phase.failed.symbol(unicode: signs.unicode))", .statusFailed),
        "a lane of the timeline that has ended, with a sign where it didn't end well"
      ),
      (
        Span("\(signs.above) 3 running", .textStrong),
        "exports that have not ended are above the rows in sight; \(signs.below): below them"
      ),
      (
        Span("order held", .agePaused),
        "rows stay where they are until 5 s after the last key; new ones wait (+2 new)"
      ),
    ]
  }
}

extension Phase {
  fileprivate var meaning: String {
    switch self {
    case .running: "RDS writes the export to S3"
    case .stalled: "not ended, and nothing of it has moved for much longer than is likely"
    case .slow: "running for longer than earlier runs of its series, or about to"
    case .starting: "RDS restores and scales first: a percentage means nothing yet"
    case .canceling: "being canceled"
    case .waiting: "in the queue of this machine: AWS does not have it yet; x takes it out"
    case .failed: "ended with an error; the details say why and what to check"
    case .warning: "complete, but some data was skipped"
    case .complete: "ended well"
    case .canceled: "canceled before its end"
    case .unknown: "AWS gave no status, or one that this program doesn't know"
    }
  }
}
