import Canvas
import FoundationEssentials
import Planning
import RDSExports
import Words

extension Picker {
  /// The list below its field.
  func lines(_ drawing: inout Drawing, _ form: StartForm, columns: Int) -> [Panel.Line] {
    let kind = ShelfKind(field)
    let shelf = kind.flatMap { drawing.state.lookups.shelf($0, at: form.site) }
    let height = Picker.height(in: drawing.layout)
    let first = selected.map { max(0, min(max(top, $0 - height + 1), $0)) } ?? 0
    let shown = rows[min(first, rows.count)...].prefix(height)
    let offers = shown.map { offer($0, shelf) }
    let longest = offers.compactMap { $0.map { drawing.facts.width(Format.line($0.name)) } }.max()
    let lead = min((longest ?? 0) + 2, max(12, columns * 11 / 20))
    var lines: [Panel.Line] = []
    if selected != nil {
      var line = Panel.Line([Span("    find  ", .textMuted)])
      line.field = Panel.Field(
        field: filter, start: 10, hasFocus: true, placeholder: "any part, in any order")
      lines.append(line)
    }
    for (index, offer) in zip(shown.indices, offers) {
      guard let offer else { continue }
      let isSelected = index == selected
      let name = drawing.facts.folded(Format.line(offer.name), to: lead - 2)
      lines.append(
        Panel.Line(
          [
            Span(
              "    " + name.filled(to: lead, by: drawing.facts.width),
              isSelected ? .textStrong : .text)
          ] + drawing.facts.notes(on: offer, form, isWarned: isSelected && warned == index),
          isSelected: isSelected))
    }
    return lines + status(drawing, form, columns: columns)
  }

  /// How many there are, and what there is to say of where they come from.
  private func status(_ drawing: Drawing, _ form: StartForm, columns: Int) -> [Panel.Line] {
    let isNarrowed = !filter.text.isEmpty
    func line(_ text: String, _ role: Role = .textMuted) -> [Panel.Line] {
      drawing.facts.paragraph(text, role, columns: columns - 4)
        .map { Panel.Line([Span("    ")] + $0.spans) }
    }
    func counted(of all: Int) -> String {
      isNarrowed
        ? "\(grouped(rows.count)) of \(grouped(max(all, rows.count)))" : grouped(rows.count)
    }
    let keys =
      selected == nil && !rows.isEmpty
      ? "   \(drawing.facts.keyName(.openList, in: .form)) into the list" : ""
    guard let kind = ShelfKind(field) else {
      return rows.isEmpty ? [] : line("\(grouped(rows.count)) used before\(keys)")
    }
    switch drawing.state.lookups.progress(of: kind, at: form.site) {
    case .notAsked: return rows.isEmpty ? [] : line(counted(of: 0) + keys)
    case .underWay(let count): return line("\(counted(of: count)) so far …\(keys)")
    case .whole(let count):
      return line(
        rows.isEmpty && count > 0
          ? "none of \(grouped(count)) has this in it" : counted(of: count) + keys)
    case .problem(let problem, let lookup, let count):
      let words = Format.line(problem.words(for: lookup))
      let again = "\(drawing.facts.keyName(.askAgain, in: .form)) asks again"
      // AWS's own sentence takes half of a small screen.
      let isLong = problem.kind == .denied && drawing.layout.size.rows >= Picker.rowsForSentences
      return line("\(drawing.signs.warning) \(words); \(again)", .statusWarning)
        + (isLong ? line(Format.line(problem.summary)) : [])
        + (rows.isEmpty
          ? line("type it: nothing that was used before has this in it")
          : line(counted(of: count) + (count == 0 ? " used before" : "") + keys))
    }
  }
}

extension Facts {
  /// What is said of an offer beside its name.
  fileprivate mutating func notes(
    on offer: Offer, _ form: StartForm, isWarned: Bool
  ) -> [Span] {
    if let objection = offer.objection(in: form.shown.region) {
      let again = isWarned ? "  \(keyName(.confirm, in: .offers)) again takes it all the same" : ""
      return [Span("\(signs.trouble) \(Format.line(objection))\(again)", .statusWarning)]
    }
    var notes: [String] = offer.isUsed ? ["used before"] : []
    switch offer.subject {
    case .source(let source): notes += sourceNotes(source, form)
    case .bucket(let bucket): notes += [bucket.region].compactMap(\.self)
    case .role(let role): notes += role.trustsExports == true ? ["trusts exports"] : []
    case .alias(let alias): notes += [alias.keyID].compactMap(\.self)
    case .key, .value: break
    }
    return [Span(notes.map { Format.line($0) }.joined(separator: " · "), .textMuted)]
  }

  private mutating func sourceNotes(_ source: ExportSource, _ form: StartForm) -> [String] {
    var notes = [[source.engine, source.engineVersion].compactMap(\.self).joined(separator: " ")]
    if source.kind == .dbCluster {
      notes.append("cluster, live")
    } else {
      // Aurora says 1 of whatever size.
      if let size = source.allocatedStorage, size > 1 { notes.append(Format.data(gigabytes: size)) }
      if let date = source.createdAt {
        let seconds = max(0, serverNow(form.site).timeIntervalSince(date))
        validity.ends(inSeconds: Format.ageChangesIn(seconds))
        notes.append(Format.age(seconds))
      }
    }
    return notes + [source.snapshotType].compactMap(\.self)
  }

  /// A name that is too long without its middle: names often differ at their ends.
  func folded(_ name: String, to columns: Int) -> String {
    guard width(name) > columns, columns > 1 else { return name }
    var (front, back) = ("", "")
    var left = columns - 1
    for (first, last) in zip(name, name.reversed()) {
      left -= width(String(first))
      if left < 0 { break }
      front.append(first)
      left -= width(String(last))
      if left < 0 { break }
      back = String(last) + back
    }
    return front + (signs.unicode ? "…" : "~") + back
  }
}
