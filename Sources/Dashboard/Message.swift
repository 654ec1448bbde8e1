import Canvas
import Listing
import Planning
import RDSExports
import Tracking

/// Everything that can change the state: what a person does, and what comes in from outside.
public enum Message: Sendable {
  case input(Input)
  /// What came of contexts since the last time, at most one of each: many are taken in with one look
  /// at all that is watched.
  case snapshots([Arrival])
  /// The queue has changed, or who starts what waits in it.
  case queue(QueueReport)
  /// AWS's answer to an action, and who asked for it.
  case acted(
    ticket: Int, Result<ExportTask, ExportTasksError>, by: ActionWitness = ActionWitness())
  /// What came of an export that was to wait in the queue.
  case enqueued(ticket: Int, QueueingAnswer)
  /// A page of what was looked up, or why there is none.
  case found(ticket: Int, Result<FoundPage, LookupProblem>)
  /// A call waits for something that only a person knows.
  case question(AskedQuestion)
  /// That call no longer waits.
  case questionOver(number: Int)
  /// A theme was loaded, or could not be: then `problem` is one line with file, line and role.
  case theme(name: String, problem: String?)
  /// An alert is this program's to tell outside of the screen: nobody else has told it.
  case claimed(Alert)
  /// What is remembered of a site's alerts.
  case recalledAlerts(Site, RememberedAlerts)
  /// What another dashboard has acknowledged.
  case acknowledged(Set<AlertKey>)
  /// Where a text that was copied has got to.
  case copied(CopiedText, CopyReach)
  /// What was asked for is watched from now on, or something of it has changed.
  case watched(Watched)
  /// The profiles of AWS's files, each with its own region where it has one; or why they can't be
  /// read.
  case foundProfiles([WatchRequest], problem: String?)
  /// What is remembered of a site.
  case recalled([Event])
  /// Why what happens now is forgotten when the program ends.
  case forgetful(because: String)
  /// Something that the program has to say, for instance that a file was saved or can't be read,
  /// and for how long; by default, that depends on its kind.
  case notice(Notice.Kind, String, Duration? = nil)
}

/// An export that is to wait in the queue, and whose answer is waited for.
public struct QueueingOrder: Hashable, Sendable {
  public var ticket: Int
  public var site: SiteID
  /// The site as the user saw it when agreeing.
  public var shown: Site
  public var request: StartExportTaskRequest
  public var agreed: Agreement

  public init(
    ticket: Int, site: SiteID, shown: Site, request: StartExportTaskRequest, agreed: Agreement
  ) {
    self.agreed = agreed
    self.ticket = ticket
    self.site = site
    self.shown = shown
    self.request = request
  }
}

/// What came of it.
public enum QueueingAnswer: Hashable, Sendable {
  case waits(number: Int)
  case refused(because: String)
}

/// What is known of an action once it was sent.
public struct ActionWitness: Hashable, Sendable {
  /// Who AWS says the caller is: an ARN; nil where nobody could be asked.
  public var caller: String?
  /// What AWS calls the request; nil where nothing was sent.
  public var requestID: String?

  public init(caller: String? = nil, requestID: String? = nil) {
    self.caller = caller
    self.requestID = requestID
  }
}

/// A newer snapshot of a context.
public struct Arrival: Sendable {
  public var snapshot: Snapshot
  /// What is new in it.
  public var changes: Changes

  public init(_ snapshot: Snapshot, _ changes: Changes) {
    self.snapshot = snapshot
    self.changes = changes
  }
}

/// What the screen wants done. The program carries it out, and answers with a message.
public enum Effect: Hashable, Sendable {
  /// Poll every site now. The monitor decides whether lists are swept as well.
  case refresh
  case pause(Bool)
  /// Watch one more context; the answer is `watched`.
  case watch(WatchRequest)
  /// Watch a context no longer.
  case unwatch(ContextID)
  /// Read which profiles there are; the answer is `foundProfiles`.
  case findProfiles
  /// Write down what happened.
  case remember([Event])
  /// Look up what happened at a site before; the answer is `recalled`.
  case recall(Site)
  /// The fast lane's rest while something runs.
  case setInterval(Duration)
  /// Something that changes an account. `shown` is the site as the user saw it when agreeing:
  /// nothing is done if the settings lead to another one by now.
  case act(ticket: Int, SiteID, shown: Site, ExportAction, Agreement)
  /// Changes what waits for a site, as the user has agreed; its answers are `notice` and `queue`.
  case queue(QueueOrder, at: Site, Agreement)
  /// Lets exports wait in the queue, in this order; the answer is `enqueued`, once for each.
  case enqueue([QueueingOrder])
  /// Looks something up for a new export; the answer is `found`, once for each page. `shown` is the
  /// site as the user sees it.
  case look(ticket: Int, SiteID, shown: Site, Lookup)
  /// Stops lookups whose answers nobody waits for any more: the calls end where they are.
  case stopLooking(tickets: [Int])
  /// What the user typed; nil where there will be no answer.
  case answer(question: Int, String?)
  /// Puts a text on the clipboard, in every way there is.
  case copy(CopiedText)
  /// Shows a page in the desktop's browser.
  case open(String)
  /// Tell outside of the screen what nobody else has told yet. A notification comes back as
  /// `claimed`.
  case tell([Telling])
  /// These alerts were told on this screen.
  case noteAlerts([AlertKey])
  /// What happened is known to a person now.
  case acknowledge([AlertKey])
  /// Look for what other dashboards have acknowledged at a site; the answer is `acknowledged`.
  case lookForAcknowledged(Site)
  /// A notification of the desktop, by the terminal.
  case notification(String)
  case useTheme(String)
  case bell
  case suspend
  case redraw
  case quit
}

/// A short message that goes away on its own.
public struct Notice: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case info, success, warning, error
    /// Who has pressed a key needs no welcome any more.
    case welcome
  }

  public var kind: Kind
  public var text: String
  /// When it goes away, monotonic.
  public var until: Duration

  public init(kind: Kind, text: String, until: Duration) {
    self.kind = kind
    self.text = text
    self.until = until
  }
}
