#if Seal
  internal import Dispatch
  internal import Synchronization

  /// Runs a short asynchronous function to its end on the calling thread, for libraries that are
  /// asynchronous in form only. No other thread is needed, so none can be waited for in vain.
  final class RunHere: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrived = DispatchSemaphore(value: 0)

    private init() {}

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      jobs.withLock { $0.append(job) }
      arrived.signal()
    }

    /// What `body` gives.
    static func value<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) -> Value {
      let executor = RunHere()
      let outcome = Outcome<Value>()
      Task(executorPreference: executor) {
        let value = await body()
        outcome.value.withLock { $0 = value }
      }
      while true {
        if let value = outcome.value.withLock({ $0 }) { return value }
        executor.arrived.wait()
        let job = executor.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        job?.runSynchronously(on: executor.asUnownedTaskExecutor())
      }
    }

    private final class Outcome<Value: Sendable>: Sendable {
      let value = Mutex<Value?>(nil)
    }
  }
#endif
