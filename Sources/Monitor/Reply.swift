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
  var client: (any ExportTasksClient)?
  /// As the client's credentials and region say; nil where the client was known.
  var label: ContextLabel?

  /// Makes a poll's request.
  /// - Parameter known: The client that the round began with.
  init(
    to poll: Poll, known: (any ExportTasksClient)?,
    client: @Sendable () async throws(AWSError) -> (any ExportTasksClient, ContextLabel)
  ) async {
    var found = known
    do throws(AWSError) {
      if found == nil { (found, label) = try await client() }
    } catch {
      result = .failure(.call(error))
      return
    }
    guard let found else {
      result = .failure(.call(.cancelled))
      return
    }
    self.client = found
    do throws(ExportTasksError) {
      result = .success(try await found.describeExportTasks(poll.request))
    } catch {
      result = .failure(error)
    }
  }
}
