/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* A server on 127.0.0.1 that says what a test wants it to say. */

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/files.h"
#include "testing/test.h"

namespace kcrate {

class HttpServer {
public:
	/* What to send for a request, which has its line and its headers. */
	using Answer = std::function<std::string(const std::string &request)>;

	explicit HttpServer(Answer answer) : answer(std::move(answer))
	{
		sockaddr_in address = {};
		socklen_t size = sizeof(address);

		address.sin_family = AF_INET;
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		listener = Fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
		REQUIRE(bind(listener.get(),
			     reinterpret_cast<sockaddr *>(&address),
			     size) == 0);
		REQUIRE(listen(listener.get(), 16) == 0);
		REQUIRE(getsockname(listener.get(),
				    reinterpret_cast<sockaddr *>(&address),
				    &size) == 0);
		url = str("http://127.0.0.1:", ntohs(address.sin_port), "/");
		thread = std::thread([this] { serve(); });
	}
	~HttpServer()
	{
		shutdown(listener.get(), SHUT_RDWR);
		thread.join();
	}
	HttpServer(const HttpServer &) = delete;
	HttpServer &operator=(const HttpServer &) = delete;

	std::string url; /* with a final slash */

private:
	void serve()
	{
		for (;;) {
			const Fd client(
				accept(listener.get(), nullptr, nullptr));
			if (!client)
				return;
			const std::string response =
				answer(read_request(client.get()));
			send(client.get(), response.data(), response.size(),
			     MSG_NOSIGNAL);
		}
	}

	static std::string read_request(int fd)
	{
		std::string out;
		char byte = 0;

		while (!out.ends_with("\r\n\r\n") && read(fd, &byte, 1) == 1)
			out += byte;
		return out;
	}

	Answer answer;
	Fd listener;
	std::thread thread;
};

/* A whole response; HEADERS are lines without their ends. */
inline std::string http_response(unsigned int status, std::string_view body,
				 const std::vector<std::string> &headers = {})
{
	std::string out =
		str("HTTP/1.1 ", status, " X\r\nConnection: close\r\n",
		    "Content-Length: ", body.size(), "\r\n");

	for (const std::string &header : headers)
		out += header + "\r\n";
	return str(out, "\r\n", body);
}

} /* namespace kcrate */
