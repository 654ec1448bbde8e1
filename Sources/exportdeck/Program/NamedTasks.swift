import Ground
import Monitor
import RDSExports
import Tracking

extension ExportTasksClient {
  /// The tasks of these identifiers, as far as there are any: in one request for a hundred, or where
  /// the server refuses filters in one for each.
  func tasks(
    named identifiers: [String], timekeeper: any Timekeeper
  ) async throws(ExportTasksError) -> [String: ExportTask] {
    var found: [String: ExportTask] = [:]
    do throws(ExportTasksError) {
      for start in stride(from: 0, to: identifiers.count, by: TaskWait.mostAtOnce) {
        let some = Array(
          identifiers[start..<min(start + TaskWait.mostAtOnce, identifiers.count)])
        let request = DescribeExportTasksRequest(filters: [.exportTaskIdentifier(some)])
        for task in try await exportTasks(matching: request, timekeeper: timekeeper) {
          found[task.exportTaskIdentifier] = task
        }
      }
    } catch {
      guard PollFailure(error) == .filtersRefused else { throw error }
      for name in identifiers {
        do throws(ExportTasksError) {
          let request = DescribeExportTasksRequest(exportTaskIdentifier: name)
          for task in try await exportTasks(matching: request, timekeeper: timekeeper) {
            found[task.exportTaskIdentifier] = task
          }
        } catch .modelled(.exportTaskNotFound, _) {
          continue
        }
      }
    }
    // A server that ignores filters gives all of them.
    let wanted = Set(identifiers)
    return found.filter { wanted.contains($0.key) }
  }
}
