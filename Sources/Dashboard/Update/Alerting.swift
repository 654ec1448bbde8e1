import Ground
import Listing
import Tracking
import Words

/// What happened while nobody looked is told once, and stays on the screen until it is acknowledged.
extension State {
  /// What a newer snapshot brings.
  /// - Parameter before: What was known of its site.
  mutating func tellNews(
    of snapshot: Snapshot, _ changes: Changes, before: Snapshot?, at moment: Moment
  ) -> [Effect] {
    let known = knownNow(of: snapshot.id, at: byClock(of: snapshot.id, moment).wall)
    alerts.watch.sites = roster.words
    return lookForAcknowledged(at: moment)
      + tell(
        alerts.watch.take(snapshot, changes, before: before, known: known, at: moment), at: moment)
      + tellRuns(at: moment) + tellPast(of: snapshot, at: moment)
  }

  /// What is remembered of a site's alerts has come.
  mutating func recallAlerts(
    of site: Site, _ memory: RememberedAlerts, at moment: Moment
  ) -> [Effect] {
    alerts.remember(memory, of: site)
    for id in roster.sites {
      guard let snapshot = snapshot(of: id), snapshot.site == site else { continue }
      return tellPast(of: snapshot, at: moment)
    }
    return []
  }

  /// What was told before and nobody has acknowledged is open again, quietly. What has happened
  /// while no program ran is told.
  private mutating func tellPast(of snapshot: Snapshot, at moment: Moment) -> [Effect] {
    guard snapshot.feed.standsBehind == nil, let site = snapshot.site else { return [] }
    let known = knownNow(of: snapshot.id, at: byClock(of: snapshot.id, moment).wall)
    var pasts: [AlertWatch.Past] = []
    if let memory = alerts.past(of: snapshot) {
      if snapshot.feed.hasSwept, let lastSeen = memory.lastSeen {
        logPast(of: snapshot, site, since: lastSeen)
      }
      pasts.append(alerts.watch.past(of: memory, in: snapshot, known: known, at: moment))
    }
    if expected.isKnown(snapshot.id), let memory = alerts.pastRuns(of: snapshot) {
      pasts.append(
        alerts.watch.past(of: memory, in: expected, at: snapshot, known: known, at: moment))
    }
    return pasts.flatMap { past in
      alerts.recall(past.open, of: site)
      let effects = past.untold.isEmpty || alerts.isMuted ? [] : outward(past.untold)
      return effects + tell(past.news, at: moment)
    }
  }

  /// Another dashboard may have acknowledged what is open here.
  private mutating func lookForAcknowledged(at moment: Moment) -> [Effect] {
    guard !alerts.open.isEmpty, alerts.mayLook(at: moment.monotonic) else { return [] }
    return Set(alerts.open.compactMap(\.site)).filter { $0.account != nil }
      .map(Effect.lookForAcknowledged)
  }

  /// What the passing of time brings.
  mutating func tellWhatIsDue(at moment: Moment) -> [Effect] {
    let snapshots = roster.contexts.compactMap { self.snapshots[$0] }
    let known = Dictionary(
      snapshots.map { ($0.id, knownNow(of: $0.id, at: byClock(of: $0.id, moment).wall)) }
    ) { $1 }
    let now = serverNow(moment)
    let tellings = alerts.watch.look(at: snapshots, known: { known[$0] ?? now }, at: moment)
    return tell(tellings, at: moment) + tellRuns(at: moment)
  }

  /// What the board of expected runs brings.
  private mutating func tellRuns(at moment: Moment) -> [Effect] {
    guard expected.revision != alerts.runsSeen else { return [] }
    alerts.runsSeen = expected.revision
    let state = self
    let tellings = alerts.watch.take(
      expected, of: { state.snapshot(of: $0) },
      known: { state.knownNow(of: $0, at: state.byClock(of: $0, moment).wall) }, at: moment)
    return tell(tellings, at: moment)
  }

  private mutating func tell(_ tellings: [Telling], at moment: Moment) -> [Effect] {
    alerts.dropWhatIsOver()
    guard !tellings.isEmpty else { return [] }
    let new = Set(alerts.note(tellings.map(\.alert)))
    let tellings = tellings.filter { new.contains($0.alert) }
    for telling in tellings { log(telling.alert) }
    let keys = tellings.compactMap(\.alert.key).filter { $0.site.account != nil }
    var effects: [Effect] = keys.isEmpty ? [] : [.noteAlerts(keys)]
    toast(tellings.filter { $0.ways.contains(.toast) }.map(\.alert), at: moment)
    guard !alerts.isMuted else { return effects }
    if tellings.contains(where: { $0.ways.contains(.bell) }) { effects.append(.bell) }
    return effects + outward(tellings)
  }

  /// What is told is an event. That all went well is one already, and so is a trouble.
  private mutating func log(_ alert: Alert) {
    guard let site = alert.site, alert.kind != .complete, alert.kind != .credentials else { return }
    let words = alert.task == nil ? "\(alert.headline): \(alert.sentence)" : alert.sentence
    log(
      Event(
        site: site, task: alert.task?.identifier, at: alert.at,
        kind: .alerted(kind: alert.kind.rawValue, words: words)))
  }

  private func outward(_ tellings: [Telling]) -> [Effect] {
    let outward = tellings.filter { !$0.commands.isEmpty || $0.ways.contains(.notification) }
    return outward.isEmpty ? [] : [.tell(outward)]
  }

  /// One message where there are few, else one for each kind.
  private mutating func toast(_ alerts: [Alert], at moment: Moment) {
    for kind in AlertKind.allCases {
      let ofKind = alerts.filter { $0.kind == kind }
      guard let first = ofKind.first else { continue }
      let words =
        ofKind.count == 1
        ? "\(first.headline): \(first.sentence)"
        : "\(kind.words(ofKind.count)): \(ofKind.prefix(3).map(\.name).joined(separator: ", "))"
          + (ofKind.count > 3 ? " and \(ofKind.count - 3) more" : "")
      notify(kind.notice, words, at: moment)
    }
  }

  mutating func acknowledgeAlerts(at moment: Moment) -> [Effect] {
    notify(
      .info, "acknowledged \(counted(alerts.count, "alert", "alerts"))", at: moment)
    let keys = alerts.acknowledge()
    return keys.isEmpty ? [] : [.acknowledge(keys)]
  }

  mutating func acknowledge(_ alert: Alert) -> [Effect] {
    alerts.acknowledge(alert)
    return alert.key.map { [.acknowledge([$0])] } ?? []
  }

  mutating func toggleMute(at moment: Moment) {
    alerts.isMuted.toggle()
    notify(
      .info,
      alerts.isMuted
        ? "muted: no bell, no notification and no command from this screen"
        : "no longer muted", at: moment)
  }

  /// Goes to the task of an alert, if the list has it.
  mutating func goToTask(_ id: TaskID, at moment: Moment) {
    guard list.index(of: id) != nil else {
      notify(
        .info,
        task(id) == nil
          ? "\(id.identifier) is no longer known"
          : roster.isVisible(id.site)
            ? "the filter hides \(id.identifier)" : "the context of \(id.identifier) is hidden",
        at: moment)
      return
    }
    page = ListPage()
    list.isUntouched = false
    show(id)
    holdOrder(at: moment)
  }
}

extension AlertKind {
  fileprivate var notice: Notice.Kind {
    switch gravity {
    case .good: .success
    case .caution: .warning
    case .bad: .error
    }
  }
}
