import Canvas
import Ground
import Tracking
import Words

/// Chooses a profile of AWS's files, then a region, and watches them. What is typed narrows the
/// choice; a region that isn't offered can be typed whole.
struct AddContextDialog: Dialog {
  /// The profile that was chosen; nil before that.
  private(set) var profile: WatchRequest?
  var typed = TextField()
  /// An index into the choices.
  private(set) var selected = 0

  /// One line to choose.
  struct Choice: Hashable {
    var name: String
    var note: String
    /// The profile that it stands for, or the region.
    var request: WatchRequest
    var region: String?
  }

  var place: Place { .pick }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 72) }

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    let choices = facts.state.choices(for: self)
    switch action {
    case .closeOne:
      if profile == nil { return .close }
      begin(nil)
    case .confirm:
      guard choices.indices.contains(selected) else { return .stay }
      let choice = choices[selected]
      guard profile != nil else {
        begin(choice.request)
        return .stay
      }
      return .end(.watch(choice.request, in: choice.region))
    case .up, .down, .pageUp, .pageDown:
      if let action {
        selected = moved(selected, action, count: choices.count, in: facts.layout)
      }
    default:
      let before = typed.text
      guard typed.apply(key) else { return .unknown }
      if typed.text != before { selected = 0 }
    }
    return .stay
  }

  mutating func paste(_ text: String) {
    typed.paste(text)
    selected = 0
  }

  private mutating func begin(_ profile: WatchRequest?) {
    self.profile = profile
    typed = TextField()
    selected = 0
  }

  func draw(_ drawing: inout Drawing) {
    let area = rect(in: drawing.layout)
    let columns = drawing.layout.textColumns(of: area)
    let choices = drawing.state.choices(for: self)
    let width = drawing.facts.width as (String) -> Int
    // A note is short, and what is chosen has to be told from its neighbours.
    let notes = choices.map { width($0.note) }.max() ?? 0
    let names = choices.map { width($0.name) }.max() ?? 0
    let lead = max(8, min(names + 3, columns - notes - 1))
    var panel = Panel(
      title: profile.map { "Watch \(Format.line($0.profile)) in which region?" }
        ?? "Watch which profile?")
    panel.lines = choices.enumerated().map { index, choice in
      Panel.Line(
        [
          Span(
            " \(drawing.facts.folded(choice.name, to: lead - 3))".filled(to: lead, by: width),
            .textStrong),
          Span(choice.note, .textMuted),
        ], isSelected: index == selected)
    }
    if choices.isEmpty {
      panel.lines = drawing.facts.paragraph(
        drawing.state.reasonNoChoice(for: self), .textMuted, columns: columns)
    }
    var field = Panel.Line([Span("> ", .hintKey)])
    field.field = Panel.Field(
      field: typed, start: 2, hasFocus: true,
      placeholder: profile == nil ? "type to find a profile" : "type to find a region")
    panel.footer = [.space, field]
    drawing.draw(panel, in: area)
  }
}

extension State {
  /// What can be chosen, as far as it matches what is typed.
  func choices(for dialog: AddContextDialog) -> [AddContextDialog.Choice] {
    let sought = dialog.typed.text.lowercased().filter { !$0.isWhitespace }
    let all = dialog.profile.map { regions(for: $0, typed: sought) } ?? profiles()
    guard !sought.isEmpty else { return all }
    return all.filter { "\($0.name) \($0.note)".lowercased().contains(sought) }
  }

  func reasonNoChoice(for dialog: AddContextDialog) -> String {
    guard let foundProfiles else { return "reading AWS's configuration files…" }
    if let problem = foundProfiles.problem { return Format.line(problem) }
    if dialog.profile != nil { return "type a region whole, such as eu-west-1" }
    return foundProfiles.requests.isEmpty
      ? "there is no profile in AWS's configuration files" : "no profile has this in its name"
  }

  private func profiles() -> [AddContextDialog.Choice] {
    (foundProfiles?.requests ?? []).map { request in
      AddContextDialog.Choice(
        name: Format.line(request.profile),
        note: request.region.map { Format.line($0) } ?? "has no region", request: request)
    }
  }

  /// The profile's own region first, then those that are in use here, then the others.
  private func regions(for profile: WatchRequest, typed: String) -> [AddContextDialog.Choice] {
    let used =
      roster.contexts.compactMap { (snapshots[$0]?.label ?? watch[$0]?.label)?.region }
      + (foundProfiles?.requests.compactMap(\.region) ?? [])
    var choices: [AddContextDialog.Choice] = []
    func add(_ region: String, _ note: String) {
      guard !region.isEmpty, !choices.contains(where: { $0.region == region }) else { return }
      let isOwn = region == profile.region
      choices.append(
        AddContextDialog.Choice(
          name: Format.line(region), note: isOwn ? "the profile's own" : note,
          request: WatchRequest(profile: profile.profile, region: isOwn ? nil : region),
          region: region))
    }
    if let own = profile.region { add(own, "") }
    for region in used { add(region, "used here") }
    for region in Region.known { add(region, "") }
    if Region.isWellFormed(typed) { add(typed, "as typed") }
    return choices
  }
}

/// Regions to offer. There are more, and new ones: any can be typed.
private enum Region {
  static let known = [
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "mx-central-1",
    "sa-east-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
    "eu-west-1", "eu-west-2", "eu-west-3", "af-south-1", "il-central-1", "me-central-1",
    "me-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4",
  ]

  /// Two or more words of small letters, and a number: `eu-west-1`.
  static func isWellFormed(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let number = parts.last, !number.isEmpty else { return false }
    return number.allSatisfy { ("0"..."9").contains($0) }
      && parts.dropLast().allSatisfy { part in
        !part.isEmpty && part.allSatisfy { ("a"..."z").contains($0) }
      }
  }
}
