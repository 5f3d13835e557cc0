/// What the codes of endpoints mean, and what to do.
enum EndpointExplanations {
  private static let later = "Collect again; reading goes on behind the last whole page."

  static let texts: [String: (meaning: String, cause: String, remedy: String)] = [
    "credential_not_found": (
      "The environment variable or file that holds the secret for an endpoint is not there.",
      "The scheduler runs under another account, or the file is readable for someone else only.",
      "Set the variable for the run, or correct \"credential\" in muster.yaml."
    ),
    "sign_in_refused": (
      "The repository did not accept the credential (401).",
      "The secret has run out or was changed, or the scheme is another one.",
      "Get a new secret, or correct \"scheme\" and \"name\" under \"credential\"."
    ),
    "access_refused": (
      "The repository knows the account and does not let it read this (403).",
      "The account has no right to read events.", "Ask the repository's owner for read rights."
    ),
    "address_not_found": (
      "There is nothing at the address (404, 410).",
      "A spelling, or the repository was moved.", "Correct \"url\" in muster.yaml."
    ),
    "query_refused": (
      "The repository does not answer this query.",
      "A parameter it does not know, or a query it finds too large.",
      "Read its own words in the message, and correct the query behind the ? of \"url\"."
    ),
    "too_many_requests": (
      "The repository asks for fewer requests (429), for longer than is waited.",
      "Another program uses the same account, or pages are very small.",
      "Ask for larger pages (perPage), and collect again later; \(again)"
    ),
    "server_fault": (
      "The repository answered with a fault of its own, each time it was asked.",
      "It is being maintained, or the query is too much for it.", later
    ),
    "connect_failed": (
      "No connection with the repository comes about.",
      "A spelling in the host, no network, or a firewall.",
      "Try the address with curl from this machine, then collect again."
    ),
    "tls_failed": (
      "The encrypted connection cannot be trusted.",
      "A certificate that has run out, or of an authority this machine does not know; or an "
        + "address that is not encrypted at all.",
      "Add the authority to the machine's certificates; there is no way to switch the check off. "
        + "An address without encryption begins with http://."
    ),
    "timed_out": (
      "The repository sent nothing for longer than is waited.",
      "A query that takes too long, or a proxy that swallows the answer.",
      "Ask for smaller pages (perPage) or a shorter period, and collect again."
    ),
    "connection_broken": (
      "The connection ended before an answer, each time it was tried.",
      "A proxy or firewall ends long connections.", later
    ),
    "answer_cut": (
      "The connection broke off in the middle of an answer; nothing of that page was taken.",
      "A proxy with a limit, or the repository was restarted.", later
    ),
    "answer_too_large": (
      "One answer is larger than is read.", "The repository knows no pages, or very large ones.",
      "Write perPage into \"url\", or ask for a shorter period."
    ),
    "answer_encoding": (
      "An answer is compressed in a way that is not read, or its compression is damaged.",
      "A proxy changes answers.", "Ask the owner of the proxy to let answers through as they are."
    ),
    "answer_not_epcis": (
      "An answer holds no EPCIS.",
      "The address leads to a page for signing in, or to a list of something else than events.",
      "Open the address in a browser, and correct \"url\"."
    ),
    "redirect_refused": (
      "The repository redirects to a place that is not gone to.",
      "Another host, which the configuration does not name; no encryption; or a circle.",
      "Name the address it redirects to with \"url\", when that is the right one."
    ),
    "next_page_refused": (
      "The repository says that there are more pages, but not where, or at another host.",
      "A proxy before it, or a header that is not written as the standard says.",
      "Name the address that the message shows with \"url\", or ask the repository's owner."
    ),
    "endless_paging": (
      "The pages of the result have no end: an address or a content comes back.",
      "A fault of the repository's paging.",
      "Ask for larger pages (perPage) or a shorter period; tell the repository's owner."
    ),
    "changed_while_read": (
      "The result was not the same at the end as at the beginning.",
      "Events were captured while it was read.",
      "Collect again when the repository is at rest, or end the period before today."
    ),
    "secret_in_answer": (
      "The repository sent the secret back in an answer; the answer is not kept.",
      "A page for finding faults is switched on.",
      "Tell the repository's owner, and have the secret changed."
    ),
  ]

  private static let again = "reading goes on behind the last whole page."
}
