import AWSCore
import FoundationEssentials
import Ground
import Listing
import Monitor
import RDSExports
import Tracking
import Words

/// Cancels tasks for a command: looks at them first, asks, sends, and says of each what came of it.
struct TaskCancel: Sendable {
  /// What became of one task.
  struct Outcome: Sendable {
    enum Kind: Sendable {
      /// AWS is canceling it, or had canceled it before.
      case canceling
      /// It has ended, so nothing was done.
      case ended
      case missing
      case refused(ExportTasksError)
      /// Nobody agreed.
      case declined
    }

    var identifier: String
    var kind: Kind
    /// As it was last seen.
    var task: ExportTask?

    var isCanceling: Bool { if case .canceling = kind { true } else { false } }
  }

  let identifiers: [String]
  let actions: CommandActions
  let visit: TaskWait.Visit
  let timekeeper: any Timekeeper
  /// Whether glyphs outside ASCII may be used.
  let unicode: Bool
  /// Says of one task what became of it.
  let tell: @Sendable (Outcome) -> Void
  /// Whether the user agrees to the lines that are shown; the site is where it would be done.
  let agree: @Sendable ([String], Site) async -> Bool

  /// - Throws: What kept the tasks from being looked at. Nothing was canceled then.
  func run() async throws -> [Outcome] {
    try actions.guardRails.check(count: identifiers.count)
    if let refusal = actions.guardRails.refusal { throw ExportTasksError.call(refusal) }
    let visit = try await self.visited().get()
    let before = try await visit.client.tasks(named: identifiers, timekeeper: timekeeper)
    var site = visit.site
    if site.account == nil, let account = before.values.lazy.compactMap(\.account).first {
      // Where STS can't say whose keys these are, the tasks do.
      visit.learn(account)
      site.account = account
    }
    var outcomes: [String: Outcome] = [:]
    func end(_ name: String, _ kind: Outcome.Kind, _ task: ExportTask?) {
      let outcome = Outcome(identifier: name, kind: kind, task: task)
      outcomes[name] = outcome
      tell(outcome)
    }
    for name in identifiers {
      switch before[name]?.status {
      case _ where before[name] == nil: end(name, .missing, nil)
      case .complete?, .failed?: end(name, .ended, before[name])
      case .canceled?, .canceling?: end(name, .canceling, before[name])
      case .starting?, .inProgress?, .unknown?, nil: break
      }
    }
    let open = identifiers.filter { outcomes[$0] == nil }
    guard !open.isEmpty else { return identifiers.compactMap { outcomes[$0] } }
    let isAgreed = await agree(open.compactMap { before[$0].map(line) }, site)
    for name in open {
      guard isAgreed else {
        end(name, .declined, before[name])
        continue
      }
      do throws(ExportTasksError) {
        // The settings may have changed while the question was on the screen.
        let answer = try await actions.carryOut(
          .cancel(name), by: visited().get(), shown: site, known: before[name])
        end(name, .canceling, answer.task)
      } catch .modelled(.invalidExportTaskState, _) {
        end(name, .ended, before[name])
      } catch {
        end(name, .refused(error), before[name])
      }
    }
    return identifiers.compactMap { outcomes[$0] }
  }

  private func visited() async -> Result<SiteVisit, ExportTasksError> {
    do throws(AWSError) {
      return .success(try await self.visit().withAccount())
    } catch {
      return .failure(.call(error))
    }
  }

  /// `nightly-orders  running, 64 %, 212 GB; 212 GB stay in s3://lake/x/`
  private func line(_ task: ExportTask) -> String {
    let now = timekeeper.wall
    let tracked = TrackedTask(
      id: TaskID(site: SiteID(0), identifier: task.exportTaskIdentifier), task: task,
      observedAt: now)
    let words = WaitWords(
      asof: Asof(now: now, known: now, local: LocalTime(utcOffset: 0), unicode: unicode),
      aim: .canceled)
    let rest = task.leftBehind.map { "; \($0)" } ?? ""
    return "\(Format.line(task.exportTaskIdentifier))  \(words.state(of: tracked))\(rest)"
  }
}
