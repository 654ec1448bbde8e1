import AWSCore
import RDSExports
import Tracking

/// A request that is under way.
struct Request: Sendable {
  var poll: Poll
  var task: Task<Void, Never>
}

/// What came back from a request.
struct Reply: Sendable {
  /// Nil where nothing was asked: another context polls the site.
  var result: Result<ExportTaskPage, ExportTasksError>?
  /// Nil if no client could be made.
  var visit: SiteVisit?
  /// The account that the answer names; nil where it was known already.
  private(set) var account: String?

  /// Makes a poll's request.
  /// - Parameters:
  ///   - known: The visit that the round began with.
  ///   - sureKeyID: The keys that are known to belong to the site; nil before any visit.
  ///   - isLed: Whether another context polls a site, or one in the same place.
  init(
    to poll: Poll, known: SiteVisit?, sureKeyID: String?,
    isLed: (Site, _ onlyBeside: Bool) -> Bool,
    visit: @Sendable () async throws(AWSError) -> SiteVisit
  ) async {
    var found: SiteVisit
    do throws(AWSError) {
      if let known { found = known } else { found = try await visit() }
    } catch {
      result = .failure(.call(error))
      return
    }
    // Nobody asks twice for the tasks of one site, if that can be known before.
    if found.site.account == nil, isLed(found.site, true) { found = await found.withAccount() }
    if found.site.account != nil, isLed(found.site, false) {
      self.visit = found
      return
    }
    // The account is asked for at the same time as the tasks. They wait for it only if STS hangs: a
    // few seconds at most, and minutes apart.
    let asked = found
    async let withAccount = asked.withAccount()
    do throws(ExportTasksError) {
      result = .success(try await asked.client.describeExportTasks(poll.request))
    } catch {
      result = .failure(error)
    }
    let answered = await withAccount
    self.visit = answered
    guard case .success(let page) = result, answered.site.account == nil else { return }
    account = page.account
    if account == nil, let sureKeyID, sureKeyID != answered.keyID {
      account = await Self.accountOfAnyTask(found.client)
    }
  }

  /// If nothing runs in an account, a task that has ended shows its number.
  private static func accountOfAnyTask(_ client: any ExportTasksClient) async -> String? {
    let request = DescribeExportTasksRequest(maxRecords: 20)
    return try? await client.describeExportTasks(request).account
  }
}

extension ExportTaskPage {
  fileprivate var account: String? { tasks.lazy.compactMap(\.account).first }
}
