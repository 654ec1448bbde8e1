import Canvas
import Dashboard
import FoundationEssentials
import Ground
import Planning
import RDSExports
import Tracking

/// A dashboard and the store behind it, without a terminal and without a network.
final class Deck {
  private var store = Store(site: SiteID(0))
  private var state = State(settings: Settings(), size: Size(columns: 120, rows: 40))
  private var memory = FrameMemory()
  private var moment = Moment(wall: Account.present, monotonic: .zero)
  private var running: [ExportTask]
  private var version = 0
  /// What the screen wants done.
  private var asked: [Effect] = []

  init(_ count: Int) async throws {
    let tasks = try await Account.tasks(count)
    running = Array(tasks.prefix(Account.running))
    merge(tasks, from: .sweep)
    store.endSweep(begunAt: moment.wall)
    show()
  }

  /// One poll of the fast lane: merged, shown and drawn.
  func poll() {
    merge(running, from: .fastLane)
    show()
    draw()
  }

  /// What runs gets on, so that the next poll has something to tell.
  func move() {
    for index in running.indices { running[index].totalExtractedDataInGB? += 1 }
  }

  /// Five seconds go by.
  func pass() {
    moment.wall += 5
    moment.monotonic += .seconds(5)
  }

  /// One key, and the frame that it leads to.
  func press(_ key: Key) {
    // A dialog takes no key that is as old as its first frame.
    moment.monotonic += .seconds(1)
    send(.input(.key(key)))
    draw()
  }

  /// A frame, with all that the one before it has in common with it taken from there.
  @inline(never)
  func draw() { _ = view(state, at: moment, &memory) }

  /// A frame with every row drawn anew.
  @inline(never)
  func drawAnew() { _ = view(state, at: moment) }

  private func merge(_ tasks: [ExportTask], from source: Store.Source) {
    store.merge(tasks, Observation(sentAt: moment.wall), seenAt: moment.wall, from: source)
  }

  private func show() {
    version += 1
    let (snapshot, changes) = store.snapshot(
      of: ContextID(0), label: ContextLabel(profile: "prod", region: "eu-west-1"),
      site: Site(
        endpoint: "https://rds.eu-west-1.amazonaws.com", region: "eu-west-1", partition: "aws",
        account: "123456789012"),
      version: version, feed: Feed(lastAnswer: moment.wall, hasSwept: true))
    send(.snapshots([Arrival(snapshot, changes)]))
  }

  private func send(_ message: Message) { asked += update(&state, message, at: moment) }

  /// The form of a new export, with all that the account offers to a field of it.
  func openForm(at field: FieldProblem.Field) {
    press(.character("n"))
    for _ in 0..<(Self.fields.firstIndex(of: field) ?? 0) { press(.tab) }
    readLists()
  }

  /// Reads the list of the field that has the focus anew, page by page.
  func readListAgain() {
    press(.control("r"))
    readLists()
  }

  private func readLists() {
    var count = 0
    defer { precondition(count > 0, "no list was asked for") }
    while let pages = nextPages() {
      count += pages.count
      for page in pages {
        send(page)
        draw()
      }
    }
  }

  /// As Tab goes through them.
  private static let fields: [FieldProblem.Field] =
    [.sourceArn] + FieldProblem.Field.allCases.filter { $0 != .sourceArn }

  /// The pages of a list that the form has asked for; nil where there is none left.
  private func nextPages() -> [Message]? {
    while !asked.isEmpty {
      guard case .look(let ticket, _, _, let lookup) = asked.removeFirst(),
        let pages = Stock.pages(of: lookup)
      else { continue }
      return pages.indices.map { index in
        .found(
          ticket: ticket, .success(FoundPage(pages[index], isLast: index == pages.count - 1)))
      }
    }
    return nil
  }
}
