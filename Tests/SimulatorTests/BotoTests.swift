import Foundation
import Ground
import Support
import Testing

@testable import Simulator

@Suite(.enabled(if: Judge.hasPython)) struct `boto3 against the simulator` {
  func server(_ options: SimulatorOptions = SimulatorOptions()) async throws -> SimulatorServer {
    try await .start(options, timekeeper: HandCrankedTimekeeper(wall: Date()))
  }

  @Test func `lists, starts and cancels`() async throws {
    let server = try await server(SimulatorOptions(tasks: 0))
    let cases = try await Foreigner.boto3(
      """
      case("nothing at first", rds.describe_export_tasks()["ExportTasks"] == [])
      started = rds.start_export_task(**order("first", S3Prefix="a/é x&y<z>",
          ExportOnly=["orders.public.orders", "orders.reporting"]))
      case("starting", started["Status"] == "STARTING", started)
      case("percent", started["PercentProgress"] == 0)
      case("size", started["TotalExtractedDataInGB"] == 0)
      case("no start time", "TaskStartTime" not in started)
      case("no end time", "TaskEndTime" not in started)
      case("snapshot time", isinstance(started["SnapshotTime"], datetime.datetime))
      case("bucket", started["S3Bucket"] == "acme-lake-raw")
      case("prefix", started["S3Prefix"] == "a/é x&y<z>", started["S3Prefix"])
      case("parts", started["ExportOnly"] == ["orders.public.orders", "orders.reporting"])
      case("key", started["KmsKeyId"].startswith("arn:aws:kms:eu-west-1:123456789012:key/"))
      case("type", started["SourceType"] == "SNAPSHOT")
      case("status", started["ResponseMetadata"]["HTTPStatusCode"] == 200)
      case("request id", len(started["ResponseMetadata"]["RequestId"]) == 36)
      listed = rds.describe_export_tasks()["ExportTasks"]
      expected = {k: v for k, v in started.items() if k != "ResponseMetadata"}
      case("listed as started", listed == [expected], listed)
      cancelled = rds.cancel_export_task(ExportTaskIdentifier="first")
      case("cancelling", cancelled["Status"] == "CANCELING", cancelled)
      again = rds.cancel_export_task(ExportTaskIdentifier="first")
      case("still cancelling", again["Status"] == "CANCELING", again)
      identity = boto3.client("sts").get_caller_identity()
      case("account", identity["Account"] == "123456789012")
      case("caller", identity["Arn"] == "arn:aws:iam::123456789012:user/demo")
      """, against: server)
    Judge.report("boto3 against the simulator", cases: cases)
    await server.stop()
  }

  @Test func `gets each modelled error as its own exception`() async throws {
    let server = try await server(SimulatorOptions(tasks: 0))
    let cases = try await Foreigner.boto3(
      """
      e = rds.exceptions
      start, cancel = rds.start_export_task, rds.cancel_export_task
      role = "arn:aws:iam::123456789012:role/"
      bad = [
          ("snapshot", e.DBSnapshotNotFoundFault, 404, {"SourceArn": ARN + "snapshot:nope"}),
          ("automated", e.DBSnapshotNotFoundFault, 404,
              {"SourceArn": ARN + "snapshot:rds:orders-prod-2001-01-01-01-00"}),
          ("elsewhere", e.DBSnapshotNotFoundFault, 404,
              {"SourceArn": "arn:aws:rds:us-east-1:123456789012:snapshot:"
                  "orders-prod-before-upgrade"}),
          ("cluster snapshot", e.DBClusterSnapshotNotFoundFault, 404,
              {"SourceArn": ARN + "cluster-snapshot:nope"}),
          ("cluster snapshot as snapshot", e.DBSnapshotNotFoundFault, 404,
              {"SourceArn": ARN + "snapshot:payments-cluster-before-upgrade"}),
          ("cluster", e.DBClusterNotFoundFault, 404, {"SourceArn": ARN + "cluster:nope"}),
          ("bucket", e.InvalidS3BucketFault, 400, {"S3BucketName": "nope"}),
          ("bucket abroad", e.InvalidS3BucketFault, 400,
              {"S3BucketName": "acme-reports-abroad"}),
          ("role", e.IamRoleNotFoundFault, 404, {"IamRoleArn": role + "nope"}),
          ("role without trust", e.IamRoleMissingPermissionsFault, 400,
              {"IamRoleArn": role + "web-server"}),
          ("role without bucket", e.IamRoleMissingPermissionsFault, 400,
              {"IamRoleArn": role + "rds-audit-export"}),
          ("role without buckets", e.IamRoleMissingPermissionsFault, 400,
              {"IamRoleArn": role + "lake-reader"}),
          ("key", e.KMSKeyNotAccessibleFault, 400, {"KmsKeyId": "alias/nope"}),
          ("key disabled", e.KMSKeyNotAccessibleFault, 400, {"KmsKeyId": "alias/retired"}),
          ("key abroad", e.KMSKeyNotAccessibleFault, 400,
              {"KmsKeyId": "arn:aws:kms:us-east-1:123456789012:alias/lake"}),
          ("creating", e.InvalidExportSourceStateFault, 400,
              {"SourceArn": ARN + "snapshot:orders-prod-just-now"}),
          ("oracle", e.InvalidExportSourceStateFault, 400,
              {"SourceArn": ARN + "snapshot:erp-prod-before-upgrade"}),
          ("table", e.InvalidExportOnlyFault, 400, {"ExportOnly": ["orders.public.nope"]}),
          ("database", e.InvalidExportOnlyFault, 400, {"ExportOnly": ["nope"]}),
          ("form of postgres", e.InvalidExportOnlyFault, 400, {"ExportOnly": ["orders.orders"]}),
          ("name", e.InvalidExportOnlyFault, 400, {"ExportOnly": ["orders.public.a-b"]}),
          ("empty part", e.InvalidExportOnlyFault, 400, {"ExportOnly": ["orders."]}),
          ("form of mysql", e.InvalidExportOnlyFault, 400,
              {"SourceArn": ARN + "snapshot:stock-prod-before-upgrade",
               "ExportOnly": ["stock.public.stock"]}),
          ("identifier", "InvalidParameterValue", 400, {"ExportTaskIdentifier": "a--b"}),
          ("source", "InvalidParameterValue", 400, {"SourceArn": ARN + "db:orders-prod"}),
          ("not an ARN", "InvalidParameterValue", 400, {"SourceArn": "orders"}),
          ("prefix", "InvalidParameterValue", 400, {"S3Prefix": "a:b"}),
          ("missing", "MissingParameter", 400, {"KmsKeyId": ""}),
      ]
      for name, exception, status, changes in bad:
          error = refused(name, exception, start, **order("t", **changes))
          response = error.response if error else {}
          metadata = response.get("ResponseMetadata", {})
          case(name + " status", metadata.get("HTTPStatusCode") == status, metadata)
          case(name + " type", response.get("Error", {}).get("Type") == "Sender", response)
          case(name + " id", len(metadata.get("RequestId", "")) == 36, metadata)
      case("nothing was started", rds.describe_export_tasks()["ExportTasks"] == [])

      good = [
          ("k1", {"KmsKeyId": "5c1b7a92-8e4d-4c33-a6f0-91d2e7b4c055"}),
          ("k2", {"SourceArn": ARN + "snapshot:stock-prod-before-upgrade",
              "ExportOnly": ["stock.stock", "stock"],
              "KmsKeyId": "arn:aws:kms:eu-west-1:123456789012:alias/lake"}),
          ("k3", {"SourceArn": ARN + "cluster:payments-cluster", "KmsKeyId":
              "arn:aws:kms:eu-west-1:123456789012:key/5c1b7a92-8e4d-4c33-a6f0-91d2e7b4c055"}),
          ("k4", {"SourceArn": ARN + "cluster-snapshot:billing-cluster-before-upgrade",
              "S3BucketName": "acme-audit-exports", "IamRoleArn": role + "rds-audit-export"}),
      ]
      keys = set()
      for name, changes in good:
          keys.add(start(**order(name, **changes))["KmsKeyId"])
      case("one key by four names", len(keys) == 1, keys)
      types = {t["ExportTaskIdentifier"]: t["SourceType"]
          for t in rds.describe_export_tasks()["ExportTasks"]}
      case("types", types == {"k1": "SNAPSHOT", "k2": "SNAPSHOT", "k3": "CLUSTER",
          "k4": "SNAPSHOT"}, types)
      error = refused("exists", e.ExportTaskAlreadyExistsFault, start, **order("k1"))
      case("exists text", error.response["Error"]["Message"]
          == "The export task with the ID k1 already exists.")
      refused("source runs", e.InvalidExportSourceStateFault, start, **order("k5"))
      users = ARN + "snapshot:users-prod-before-upgrade"
      start(**order("k5", SourceArn=users))
      error = refused("sixth", "ExportTaskLimitReachedFault", start,
          **order("k6", SourceArn=ARN + "snapshot:catalog-prod-before-upgrade"))
      case("sixth text", error.response["Error"]["Message"]
          == "You have reached the limit of 5 concurrent export tasks")
      error = refused("cancel", e.ExportTaskNotFoundFault, cancel, ExportTaskIdentifier="nope")
      case("cancel status", error.response["ResponseMetadata"]["HTTPStatusCode"] == 404)
      case("describe unknown",
          rds.describe_export_tasks(ExportTaskIdentifier="nope")["ExportTasks"] == [])
      unchecked = boto3.client("rds", config=Config(parameter_validation=False))
      for arguments in [{"MaxRecords": 19}, {"MaxRecords": 101}, {"Marker": "abc"},
              {"Filters": [{"Name": "Status", "Values": ["failed"]}]}]:
          refused(str(arguments), "InvalidParameterValue", unchecked.describe_export_tasks,
              **arguments)
      refused("operation", "InvalidAction", rds.describe_db_instances)
      """, against: server)
    Judge.report("boto3's exceptions from the simulator", cases: cases)
    await server.stop()
  }

  @Test func `refuses to cancel what has ended, after which everything moved by the clock`()
    async throws
  {
    let timekeeper = HandCrankedTimekeeper(wall: Date())
    let server = try await SimulatorServer.start(
      SimulatorOptions(tasks: 0, speed: 1_000), timekeeper: timekeeper)
    let started = try await Foreigner.boto3(
      "case('started', rds.start_export_task(**order('t'))['Status'] == 'STARTING')",
      against: server)
    let truth = try #require(server.truth(of: "t"))
    #expect(truth.status == .complete)
    timekeeper.setWall(aheadBy: truth.end.timeIntervalSince(timekeeper.wall))
    let ended = try await Foreigner.boto3(
      """
      task = rds.describe_export_tasks(ExportTaskIdentifier="t")["ExportTasks"][0]
      case("complete", task["Status"] == "COMPLETE" and task["PercentProgress"] == 100, task)
      case("size", task["TotalExtractedDataInGB"] == 340, task)
      end = \(truth.end.timeIntervalSince1970)
      case("end", abs(task["TaskEndTime"].timestamp() - end) < 0.002, task["TaskEndTime"])
      case("order", task["TaskStartTime"] < task["TaskEndTime"])
      refused("cancel", rds.exceptions.InvalidExportTaskStateFault, rds.cancel_export_task,
          ExportTaskIdentifier="t")
      """, against: server)
    Judge.report("boto3 after the clock moved", cases: started + ended)
    await server.stop()
  }

  @Test func `turns the pages of 1,234 tasks and sees the world`() async throws {
    let server = try await server(SimulatorOptions(tasks: 1234, seed: 4))
    let now = server.service.timekeeper.wall
    let world = server.service.state.withLock { state in
      state.account.tasks.reversed().map { task in
        let state = task.state(at: now)
        return [
          task.identifier, state.status.rawValue, "\(state.percent)", "\(state.gigabytes)",
          task.sourceARN, task.bucket, task.prefix, task.exportOnly.joined(separator: " "),
          state.failureCause ?? "-", state.warning ?? "-",
          state.ended.map { "\(Int(($0.timeIntervalSince1970 * 1000).rounded(.down)))" } ?? "-",
        ]
      }
    }
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulated-world-\(server.port).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try JSONEncoder().encode(world).write(to: file)
    let cases = try await Foreigner.boto3(
      """
      world = json.load(open("\(file.path)"))
      def seen(task):
          end = task.get("TaskEndTime")
          return [task["ExportTaskIdentifier"], task["Status"], str(task["PercentProgress"]),
              str(task["TotalExtractedDataInGB"]), task["SourceArn"], task["S3Bucket"],
              task["S3Prefix"], " ".join(task.get("ExportOnly", [])),
              task.get("FailureCause", "-"), task.get("WarningMessage", "-"),
              str(round(end.timestamp() * 1000)) if end else "-"]
      pages = list(rds.get_paginator("describe_export_tasks").paginate())
      case("pages", [len(p["ExportTasks"]) for p in pages] == [100] * 12 + [34])
      listed = [seen(t) for p in pages for t in p["ExportTasks"]]
      case("count", len(listed) == len(world) == 1234, len(listed))
      for one, other in zip(listed, world):
          case(other[0], one == other, f"{one} is not {other}")
      small = rds.get_paginator("describe_export_tasks").paginate(
          PaginationConfig={"PageSize": 37})
      case("small pages", [t["ExportTaskIdentifier"] for p in small for t in p["ExportTasks"]]
          == [w[0] for w in world])
      for status in ["starting", "in_progress", "complete", "failed", "canceled", "canceling"]:
          found = rds.get_paginator("describe_export_tasks").paginate(
              Filters=[{"Name": "status", "Values": [status]}])
          case(status, [t["ExportTaskIdentifier"] for p in found for t in p["ExportTasks"]]
              == [w[0] for w in world if w[1] == status.upper()])
      for warning in [w[9] for w in world if w[9] != "-"]:
          case("warning", "skippedTables" in json.loads(warning))
      """, against: server)
    Judge.report("boto3's paginator over 1,234 simulated tasks", cases: cases)
    await server.stop()
  }

  @Test func `is refused when its request isn't the one that it signed`() async throws {
    let server = try await server()
    let good = try await Foreigner.boto3(
      """
      def tampering(change):
          client = boto3.client("rds", config=Config(retries={"total_max_attempts": 1}))
          client.meta.events.register("before-send.rds.*", lambda request, **_: change(request))
          return client.describe_export_tasks

      def body(request): request.body = request.body.replace("Describe", "Descripe")
      def longer(request):
          request.body += "&MaxRecords=20"
          request.headers["Content-Length"] = str(len(request.body))
      def header(request): request.headers["Content-Type"] = "text/plain"
      def url(request): request.url += "?a=b"
      def unsigned(request): del request.headers["Authorization"]
      def extra(request): request.headers["X-Amz-Target"] = "x"
      def untouched(request): pass

      case("untouched", len(tampering(untouched)()["ExportTasks"]) == 40)
      for change in [body, longer, header, url, extra]:
          error = refused(change.__name__, "SignatureDoesNotMatch", tampering(change))
          case("403", error.response["ResponseMetadata"]["HTTPStatusCode"] == 403)
      refused("unsigned", "MissingAuthenticationToken", tampering(unsigned))
      key = boto3.client("rds", aws_access_key_id="AKIDNOBODY", aws_secret_access_key="x")
      refused("unknown key", "InvalidClientTokenId", key.describe_export_tasks)
      token = boto3.client("rds", aws_access_key_id="\(SimulatorServer.accessKeyID)",
          aws_secret_access_key="\(SimulatorServer.secretAccessKey)", aws_session_token="x")
      refused("session token", "InvalidClientTokenId", token.describe_export_tasks)
      region = boto3.client("rds", region_name="us-west-2")
      error = refused("region", "SignatureDoesNotMatch", region.describe_export_tasks)
      case("region's text", error.response["Error"]["Message"]
          == "Credential should be scoped to a valid region, not 'us-west-2'. ")
      """, against: server)
    let wrong = try await Foreigner.boto3(
      "refused('secret', 'SignatureDoesNotMatch', rds.describe_export_tasks)",
      against: server, secret: "another")
    Judge.report("boto3's tampered requests at the simulator", cases: good + wrong)
    await server.stop()
  }

  @Test func `meets every fault as a client meets it`() async throws {
    let server = try await server()
    let cases = try await Foreigner.boto3(
      """
      import http.client, time, urllib.request, urllib.parse
      from botocore import exceptions
      base = "\(server.endpoint)/_simulator"
      def simulator(**faults):
          data = urllib.parse.urlencode({"reset": 1, **faults}).encode()
          return json.load(urllib.request.urlopen(base, data))
      def code(name, expected, status, call=rds.describe_export_tasks):
          error = refused(name, expected, call)
          case(name + " status", error.response["ResponseMetadata"]["HTTPStatusCode"] == status)
          return error

      simulator(throttling=2)
      for _ in range(2):
          error = code("throttled", "Throttling", 400)
      case("text", error.response["Error"]["Message"] == "Rate exceeded")
      case("over", len(rds.describe_export_tasks()["ExportTasks"]) == 40)
      simulator(throttling="50%")
      seen = []
      for _ in range(60):
          try: rds.describe_export_tasks(); seen.append(0)
          except exceptions.ClientError: seen.append(1)
      case("half", 15 < sum(seen) < 45, sum(seen))
      simulator(serverErrors=1)
      code("internal", "InternalFailure", 500)
      simulator(htmlBodies="always")
      error = refused("html", botocore.parsers.ResponseParserError, rds.describe_export_tasks) \
          if False else None
      try:
          rds.describe_export_tasks()
          case("html", False)
      except Exception as error:
          case("html", "502" in str(error) or "Bad Gateway" in str(error), repr(error))
      simulator(expiredTokens=1)
      code("expired", "ExpiredToken", 403)
      simulator(accessDenied=1)
      error = code("denied", "AccessDenied", 403)
      case("denied text", "is not authorized to perform: rds:DescribeExportTasks"
          in error.response["Error"]["Message"], error)
      simulator(droppedConnections=1)
      refused("dropped", exceptions.ConnectionClosedError, rds.describe_export_tasks)
      simulator(truncatedBodies=1)
      try:
          rds.describe_export_tasks()
          case("truncated", False)
      except (exceptions.ResponseStreamingError, exceptions.IncompleteReadError,
              exceptions.ConnectionClosedError, exceptions.HTTPClientError) as error:
          case("truncated", True)
      simulator(cutBodies=1)
      refused("cut", botocore.parsers.ResponseParserError, rds.describe_export_tasks)
      case("alive", len(rds.describe_export_tasks()["ExportTasks"]) == 40)

      running = [{"Name": "status", "Values": ["starting", "in_progress"]}]
      def listed(): return len(rds.describe_export_tasks(Filters=running)["ExportTasks"])
      case("honoured", listed() == 5)
      simulator(filters="ignored")
      case("ignored", listed() == 40)
      simulator(filters="case-compared")
      case("case", listed() == 0)
      simulator(filters="refused")
      refused("refused", "InvalidParameterValue", lambda: listed())

      simulator(accessDenied="always", onlyAction="CancelExportTask")
      case("others", len(rds.describe_export_tasks()["ExportTasks"]) == 40)
      refused("only one", "AccessDenied", rds.cancel_export_task, ExportTaskIdentifier="x")

      # Its clock stands while nobody turns it, however slow this machine is.
      def server_date():
          headers = rds.describe_export_tasks()["ResponseMetadata"]["HTTPHeaders"]
          return datetime.datetime.strptime(headers["date"], "%a, %d %b %Y %H:%M:%S GMT")
      simulator()
      before = server_date()
      simulator(clockAheadSeconds=200)
      ahead = server_date() - before
      case("ahead", ahead.total_seconds() == 200, ahead)
      simulator(clockAheadSeconds=3600)
      error = code("skewed", "SignatureDoesNotMatch", 403)
      case("skewed text", error.response["Error"]["Message"].startswith("Signature expired: "))
      case("skewed text", " is now earlier than " in error.response["Error"]["Message"])
      simulator(clockAheadSeconds=-3600)
      error = code("behind", "SignatureDoesNotMatch", 403)
      case("behind text", "Signature not yet current: " in error.response["Error"]["Message"])

      simulator()
      first = rds.describe_export_tasks(Filters=running)["ExportTasks"][0]
      rds.cancel_export_task(ExportTaskIdentifier=first["ExportTaskIdentifier"])
      state = json.load(urllib.request.urlopen(base))
      case("slots", state["slots"] == "5/5", state["slots"])
      case("tasks", sum(state["tasks"].values()) == 40 and state["tasks"]["CANCELING"] == 1)
      case("calls", state["calls"]["CancelExportTask"] == 2, state["calls"])
      try:
          simulator(nonsense=1)
          case("nonsense", False)
      except urllib.error.HTTPError as error:
          case("nonsense", error.code == 400 and b"no fault named nonsense" in error.read())
      """, against: server)
    Judge.report("boto3 and the simulator's faults", cases: cases)
    await server.stop()
  }

  @Test func `loses the answer to a start that was carried out`() async throws {
    let server = try await server(SimulatorOptions(tasks: 0))
    var faults = Faults()
    faults.lostAnswers = .next(1)
    faults.onlyAction = "StartExportTask"
    server.set(faults)
    let cases = try await Foreigner.boto3(
      """
      refused("lost", botocore.exceptions.ConnectionClosedError, rds.start_export_task,
          **order("t"))
      refused("again", rds.exceptions.ExportTaskAlreadyExistsFault, rds.start_export_task,
          **order("t"))
      case("there", len(rds.describe_export_tasks()["ExportTasks"]) == 1)
      """, against: server)
    #expect(cases == 3)
    #expect(server.calls(of: "StartExportTask") == 2)
    #expect(server.faults.lostAnswers == .never)
    await server.stop()
  }
}
