-- Posts one idea after the other, each with an id of its own, as one of many guests of the room.
local guests, path, seed = {}, nil, 0

function init(args)
  path = args[1]
  for line in io.lines(args[2]) do guests[#guests + 1] = line end
  math.randomseed(os.time() + tonumber(args[3]))
end

local function id()
  return (string.gsub("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", "x", function()
    return string.format("%x", math.random(0, 15))
  end))
end

function request()
  local words = "An+empty+hall+becomes+a+workshop+in+the+evening+" .. math.random(0, 999999)
  return wrk.format("POST", path, {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
    ["Cookie"] = guests[math.random(#guests)],
  }, "phase=1&text=" .. words .. "&client_id=" .. id())
end
