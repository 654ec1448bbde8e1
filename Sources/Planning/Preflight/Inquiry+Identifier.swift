import FoundationEssentials
import RDSExports

extension PreflightInquiry {
  mutating func checkIdentifier() {
    guard isWellFormed(.exportTaskIdentifier, .identifierForm) else { return }
    if let status = known.namesake {
      let word = Self.shown(status.word)
      fail(
        .identifierFree,
        "An export of this identifier exists already"
          + (word.isEmpty ? "." : ", and its status is \(word)."),
        fix: "Choose another identifier: AWS never takes one twice, not even that of an old task.")
    } else if let number = known.queuedAs {
      fail(
        .identifierFree,
        "An export of this identifier waits in the queue already, as number \(number).",
        fix: "Choose another identifier, or take that one out: exportdeck queue remove \(number).")
    } else if !known.isIdentifierKnown {
      skip(.identifierFree, because: "not all older exports are known")
    } else {
      pass(.identifierFree, "The identifier is free.")
    }
  }

  /// - Parameter createdAt: When the source was made; nil where that isn't known, and for a cluster.
  mutating func checkDate(createdAt: Date?) {
    let wrong = NameOfAnotherDay(
      identifier: request.exportTaskIdentifier, sourceArn: request.sourceArn, createdAt: createdAt)
    guard let wrong else { return }
    warn(
      .identifierDate, wrong.sentence,
      fix: "Name it after the day of its data, or take a source of \(wrong.named).")
  }

  mutating func checkSlots() {
    guard known.isRunningKnown else {
      return skip(.slotFree, because: "it isn't known what is running")
    }
    let (used, slots) = (known.running.count, known.slots)
    if used >= slots {
      fail(
        .slotFree, "\(used) exports are running, and AWS runs \(slots) at once.",
        fix: "Wait for one of them to end, or cancel one.")
    } else {
      pass(.slotFree, "\(slots - used) of \(slots) slots \(slots - used == 1 ? "is" : "are") free.")
    }
  }

  mutating func checkPrefix(asWritten written: StartExportTaskRequest) {
    guard isWellFormed(.s3Prefix, .prefixForm) else { return }
    let notes = written.notes().filter { $0.field == .s3Prefix }
    for note in notes {
      warn(
        .prefixKept, note.message, fix: "Write it so, or leave it: AWS takes it.")
    }
    if notes.isEmpty, request.s3Prefix != nil {
      pass(.prefixKept, "AWS keeps the prefix as it is.")
    }
  }
}
