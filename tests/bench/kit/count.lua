-- Added to the kit's load generator: requests that create something need a new code each time they are sent.
-- The code is as long as its place, so that the length of the request stays what its header says.
do
  local send, place, number, first = request, "K" .. string.rep("@", 20), 0, os.time()
  function request()
    local text = send()
    if not text:find(place, 1, true) then return text end
    number = number + 1
    return (text:gsub(place, string.format("K%010d%010d", first, number)))
  end
end
