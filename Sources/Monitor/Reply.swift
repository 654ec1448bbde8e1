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
  var result: Result<ExportTaskPage, ExportTasksError>
  /// Nil if no client could be made.
  var visit: SiteVisit?
  /// The account that the answer names; nil where it was known already.
  private(set) var account: String?

  /// Makes a poll's request.
  /// - Parameters:
  ///   - known: The visit that the round began with.
  ///   - sureKeyID: The keys that are known to belong to the site; nil before any visit.
  init(
    to poll: Poll, known: SiteVisit?, sureKeyID: String?,
    visit: @Sendable () async throws(AWSError) -> SiteVisit
  ) async {
    let found: SiteVisit
    do throws(AWSError) {
      if let known { found = known } else { found = try await visit() }
    } catch {
      result = .failure(.call(error))
      return
    }
    // The account is asked for at the same time as the tasks. They wait for it only if STS hangs: a
    // few seconds at most, and minutes apart.
    async let withAccount = found.withAccount()
    do throws(ExportTasksError) {
      result = .success(try await found.client.describeExportTasks(poll.request))
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
