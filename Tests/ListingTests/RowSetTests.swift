import Foundation
import RDSExports
import Support
import Testing
import Tracking

@testable import Listing

@Suite struct RowSetTests {
  private static let sizes = [0, 1, 63, 64, 65, 255, 256, 257, 513]

  private func pool(_ counts: [Int]) -> TaskPool {
    var pool = TaskPool()
    for (number, count) in counts.enumerated() {
      let tasks = (0..<count).map { index in
        let name = "task-\(number)-\(index)"
        return TrackedTask(
          id: TaskID(site: SiteID(number), identifier: name),
          task: ExportTask(exportTaskIdentifier: name), observedAt: .distantPast)
      }
      pool.set(TrackedTasks(tasks), as: pool.list(of: SiteID(number)))
    }
    return pool
  }

  @Test(arguments: sizes, sizes)
  func `all of them are in it, and those that fail a test are taken out`(one: Int, other: Int) {
    let pool = pool([one, other])
    let all = RowSet(all: pool)
    #expect(all.count == one + other)
    #expect(all.rows(in: pool.rows) == pool.rows)
    var looked: [String] = []
    let odd = all.filtered(
      in: pool,
      where: ItemTest(
        task: { task in
          looked.append(task.identifier)
          return task.identifier.hasSuffix("1")
        }, waiting: { _ in true }))
    #expect(looked == pool.rows.map { pool[$0].identifier })
    #expect(
      odd.rows(in: pool.rows.reversed())
        == pool.rows.reversed().filter { pool[$0].identifier.hasSuffix("1") })
    var again = 0
    _ = odd.filtered(
      in: pool,
      where: ItemTest(
        task: { _ in
          again += 1
          return true
        }, waiting: { _ in true }))
    #expect(again == odd.count, "only those that are left are looked at")
  }

  @Test func `a row of no list is in none`() {
    let pool = pool([70])
    let some = RowSet([RowID(list: 0, slot: 69), RowID(list: 1023, slot: 0)], in: pool)
    #expect(some.contains(RowID(list: 0, slot: 69)))
    #expect(!some.contains(RowID(list: 0, slot: 68)))
    #expect(!some.contains(RowID(list: 1023, slot: 0)))
    #expect(!some.contains(RowID(list: 5, slot: 0)))
  }
}
