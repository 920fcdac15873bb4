from netzwerkstatt.site.placeholder import placeholder

workshop_list = placeholder
workshop = placeholder
ideas = placeholder
protocol = placeholder
