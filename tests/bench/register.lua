-- One registration a request, each for a customer nobody has heard of. Arguments: token, path.
local threads = 0
local syllables = { "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "xi", "yo", "zu" }

function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

function init(args)
  token = args[1]
  headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
  math.randomseed(os.time() * 10 + id)
end

local function word(count)
  local parts = {}
  for i = 1, count do parts[i] = syllables[math.random(#syllables)] end
  return table.concat(parts)
end

function request()
  local name = word(5) .. " " .. word(4)
  local domain = word(9) .. ".example"
  local body = string.format(
    '{"customer":{"legal_name":"%s","country":"ES","domain":"%s","city":"%s"},"contact":{"name":"Eva Ruiz","email":"eva@%s"},'
    .. '"product_line":"backup","amount":"12500.00","currency":"EUR","expected_close_on":"2031-12-31"}',
    name, domain, word(4), domain)
  return wrk.format("POST", nil, headers, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"seconds":%f,"p50_ms":%f,"p95_ms":%f,"p99_ms":%f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, errors.status + errors.timeout + errors.connect + errors.read + errors.write))
end
