import RDSExports

extension PreflightInquiry {
  mutating func checkBucket() {
    guard isWellFormed(.s3BucketName, .bucketForm) else { return }
    let name = request.s3BucketName
    let reply = ask(.bucket(name)) { found -> BucketPlace? in
      guard case .bucket(let place) = found else { return nil }
      return place
    }
    switch reply {
    case .pending: wait(.bucketFound)
    case .unknown(let reason): skip(.bucketFound, because: reason)
    case .missing:
      fail(
        .bucketFound, "There is no bucket of this name.", fix: "Check the name, or make the bucket."
      )
    case .value(let bucket):
      pass(.bucketFound, "The bucket exists.")
      checkRegion(of: bucket)
      checkOwner(of: bucket)
      if let reason = reasonNotToAskMore(of: bucket) {
        skip(.bucketPrivate, because: Doubt(reason))
        skip(.bucketUnlocked, because: Doubt(reason))
      } else {
        checkPublicAccess(name)
        checkLock(name)
      }
    }
  }

  /// Each call that is denied can set off an alarm: what is sure to be refused isn't asked.
  private func reasonNotToAskMore(of bucket: BucketPlace) -> String? {
    if let region = bucket.region, !region.isEmpty, region != place.region {
      return "the bucket is in another region"
    }
    return bucket.isAccessible ? nil : "the bucket's owner doesn't let you look at it"
  }

  private mutating func checkRegion(of bucket: BucketPlace) {
    guard let region = bucket.region, !region.isEmpty else {
      return skip(.bucketRegion, because: "S3 didn't say where the bucket is")
    }
    if region == place.region {
      pass(.bucketRegion, "The bucket is in \(place.region).")
    } else {
      fail(
        .bucketRegion,
        "The bucket is in \(Self.shown(region)), and an export needs one in \(place.region).",
        fix: "Choose a bucket in \(place.region).")
    }
  }

  private mutating func checkOwner(of bucket: BucketPlace) {
    switch bucket.isOwn ?? isListed(bucket.name) {
    case true?: pass(.bucketOwner, "The bucket is this account's.")
    case false?:
      warn(
        .bucketOwner, "The bucket is another account's.",
        fix: "Its policy must let the role write there, and its owner gets the data.")
    case nil: skip(.bucketOwner, because: "S3 didn't say whose bucket it is")
    }
  }

  /// Whether the account's buckets, where they happen to be known, hold one of this name.
  private func isListed(_ name: String) -> Bool? {
    guard case .found(let pages) = answer(.buckets) else { return nil }
    return pages.contains {
      guard case .buckets(let buckets) = $0 else { return false }
      return buckets.contains { $0.name == name }
    }
  }

  private mutating func checkPublicAccess(_ name: String) {
    let reply = ask(.publicAccess(bucket: name)) { found -> PublicAccessBlock? in
      guard case .publicAccess(let block) = found else { return nil }
      return block
    }
    switch reply {
    case .pending: wait(.bucketPrivate)
    case .unknown(let reason): skip(.bucketPrivate, because: reason)
    case .value(let block) where block.isComplete:
      pass(.bucketPrivate, "The bucket is closed to the public.")
    case .value, .missing:
      warn(
        .bucketPrivate, "The bucket doesn't block all public access.",
        fix: "Switch all four settings of its Block Public Access on, unless the data may be seen.")
    }
  }

  private mutating func checkLock(_ name: String) {
    let reply = ask(.objectLock(bucket: name)) { found -> ObjectLock? in
      guard case .objectLock(let lock) = found else { return nil }
      return lock
    }
    switch reply {
    case .pending: wait(.bucketUnlocked)
    case .unknown(let reason): skip(.bucketUnlocked, because: reason)
    case .value(let lock) where lock.isEnabled && lock.defaultMode != nil:
      let span = lock.defaultRetention.map { " for \($0) \($0 == 1 ? "day" : "days")" } ?? ""
      warn(
        .bucketUnlocked,
        "The bucket locks each new object\(span) (Object Lock, \(Self.shown(lock.defaultMode ?? "")))"
          + ".",
        fix: "What an export writes can't be deleted before that, nor what RDS writes to test it.")
    case .value, .missing:
      pass(.bucketUnlocked, "The bucket doesn't lock what is written to it.")
    }
  }
}
