import FoundationEssentials
import Planning
import Tracking
import Words

/// Cells of exports that wait in the queue.
extension ColumnSpec {
  /// Symbol and word of what an export of the queue is at: it waits, is held, or is being sent.
  public static let waitingStatusCell: @Sendable (WaitingExport, Asof) -> CellText = {
    export, asof in
    CellText(
      "\(Phase.waiting.symbol(unicode: asof.unicode)) "
        + (export.isGone ? "gone" : export.entry.stateWord), .phase(.waiting))
  }

  /// Why it waits, in place of a progress that it doesn't have.
  static let reasonCell: @Sendable (WaitingExport, Asof) -> CellText = { export, asof in
    var change: TimeInterval?
    if case .wait(.notBefore(let start))? = export.verdict, !export.isGone {
      change = Format.coming(start, now: asof.now, asof.local).changesIn
    }
    let words = export.reasons(asof)
    var cell = CellText(
      words.first ?? "", .phase(.waiting), change: change.map { CellText.Change(inSeconds: $0) })
    cell.shorter = Array(words.dropFirst())
    return cell
  }

  /// When it starts: `≈ 22:10`, or `≥ 22:10` where it is only known not to start earlier.
  public static let startCell: @Sendable (WaitingExport, Asof) -> CellText = { export, asof in
    if export.isGone { return asof.nothing }
    if export.entry.isWaiting, !export.isRun {
      var cell = CellText("nobody runs it", .muted)
      cell.shorter = ["nobody", asof.nothing.text]
      return cell
    }
    guard let start = export.start, let at = start.at else { return asof.nothing }
    guard at > asof.now else { return CellText("now", .muted) }
    let (words, change) = Format.coming(at, now: asof.now, asof.local)
    let sign =
      start.isAtLeast ? (asof.unicode ? "≥" : ">=") : asof.unicode ? "≈" : "~"
    var cell = CellText(
      "\(sign) \(words)", .muted,
      change: CellText.Change(
        inSeconds: min(change ?? .infinity, at.timeIntervalSince(asof.now).rounded(.up))))
    // The day where its hour doesn't fit.
    cell.shorter = ["\(sign)\(words)", "\(sign) \(words.split(separator: " ").first ?? "")"]
    return cell
  }
}

extension WaitingExport {
  /// Why it waits, the longest wording first; the last one has five letters at most.
  fileprivate func reasons(_ asof: Asof) -> [String] {
    switch entry.state {
    case _ where isGone: ["no longer queued", "not queued", "gone"]
    case .held(let reason):
      switch reason {
      case .byUser: ["held by a person", "by a person", "by hand", "held"]
      case .missed: ["missed its time", "missed", "late"]
      case .refused: ["AWS refused it", "refused", "AWS"]
      case .clash: ["its name is taken", "name taken", "name"]
      }
    case .sending: ["AWS is being asked", "being sent", "sent"]
    case .started: ["started", "new"]
    case .waiting: reasonsToWait(asof)
    }
  }

  private func reasonsToWait(_ asof: Asof) -> [String] {
    switch verdict {
    case .wait(.notBefore(let start)):
      ["not before ", "from "].map {
        $0 + Format.coming(start, now: asof.now, asof.local).words
      } + ["its time", "time"]
    case .wait(.slots): ["waits for a slot", "for a slot", "slot"]
    case .wait(.source): ["source is busy", "source busy", "src busy", "busy"]
    case .wait(.rests(let setback)):
      switch setback.kind {
      case .noSlot: ["AWS: no slot free", "for a slot", "slot"]
      case .source: ["AWS: source is busy", "source", "busy"]
      case .unsure: ["AWS refuses it now", "refused", "AWS"]
      case .failed, .refused: ["is tried again", "again", "again"]
      }
    case .wait(.unknownSlots), .leave, nil: ["waits", "waits"]
    case .start where !isRun: ["nobody runs it", "nobody", "idle"]
    case .start: ["next in turn", "next"]
    case .miss: ["missed its time", "missed", "late"]
    }
  }
}
